//! The ledger on SQLite: connections, one writer with group commit.
