//! The storage contract, the SQL and the stored formats of the ledger.
