//! What SQLite says, in the words of the contract.

use filiform_store::StoreError;
use rusqlite::ErrorCode;

#[expect(
    clippy::needless_pass_by_value,
    reason = "used as a function in `map_err`"
)]
pub(crate) fn store_error(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::DiskFull,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::ReadOnly
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt(error.to_string().into())
        }
        _ => StoreError::Database(error.to_string().into()),
    }
}
