//! An officer's photo on its way, while he waits for it.

use ::sync::Outcome;
use kirim::tus::send_bytes;
use kirim::wire::Holder;
use shared::error::ApiError;
use shared::file::Foto;
use shared::id::AduanId;

use crate::account::session::Session;

/// Sends the bytes of a photo that is listed. What arrived of them before is not sent again.
///
/// # Errors
/// What the server said against it; nothing where the network ended on the way.
pub async fn upload_now(
    session: Session,
    aduan: AduanId,
    foto: &Foto,
    bytes: &[u8],
) -> Result<(), Option<ApiError>> {
    let token = session.token().await.map_err(|_| None)?;
    let holder = Holder {
        aduan,
        authorization: format!("Bearer {token}"),
    };
    match send_bytes(&holder, (foto, bytes), None, &async |_, _| Ok(())).await {
        Ok(Outcome::Done(())) => Ok(()),
        Ok(Outcome::Refused(refusal)) => Err(refusal.error),
        Ok(Outcome::Unreachable) | Err(_) => Err(None),
    }
}
