//! What can go wrong on the server, and which answer it becomes. The cause of an internal error is logged with the
//! request's id and never shown.

pub type Result<T, E = AppError> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum AppError {
    /// Nothing is wrong with the request; the server has no hand free for it now.
    Busy(anyhow::Error),
    Internal(anyhow::Error),
}

impl AppError {
    pub fn into_cause(self) -> anyhow::Error {
        match self {
            Self::Busy(cause) | Self::Internal(cause) => cause,
        }
    }
}

impl From<diesel::result::Error> for AppError {
    fn from(cause: diesel::result::Error) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<anyhow::Error> for AppError {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

impl From<actix_web::error::BlockingError> for AppError {
    fn from(cause: actix_web::error::BlockingError) -> Self {
        Self::Internal(anyhow::Error::new(cause))
    }
}
