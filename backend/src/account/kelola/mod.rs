//! What an admin does with accounts: finds them, makes them, gives and ends work, closes, resets, hands over.

mod find;
mod list;
mod reach;
pub mod routes;
mod serah;
mod tulis;

pub use find::{find_for, rinci};
pub use reach::Wilayahku;
pub use tulis::{create, give};
