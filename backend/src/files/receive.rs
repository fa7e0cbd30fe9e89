//! Takes the bytes of one part from the wire to the disk. No database connection is held meanwhile: a link that breaks
//! in the middle is the normal case in the hills, and a silent one must cost nothing but its own file.

use std::fs::File;
use std::time::Duration;

use actix_web::dev::Payload;
use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;

use super::headers::Checksum;

/// A sender that says nothing for this long is gone.
const IDLE_LIMIT: Duration = Duration::from_secs(30);
/// A refused body is read to its end up to here, so that the sender gets our answer instead of a broken link. In bytes.
const DRAIN_LIMIT: usize = 32 * 1024 * 1024;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// The part is whole, and its checksum fits when it bears one.
    Whole,
    /// The link broke or fell silent.
    Cut,
    /// The part is longer than what the photo still lacks.
    TooLong,
    /// The part is whole but its checksum does not fit.
    Differs,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Received {
    /// Bytes written to the file.
    pub bytes: u64,
    pub ending: Ending,
}

/// Writes a part to `file`, at most `room` bytes of it. The caller decides what of it counts.
pub async fn receive(
    payload: &mut Payload,
    file: File,
    room: u64,
    checksum: Option<&Checksum>,
) -> std::io::Result<Received> {
    let mut file = tokio::fs::File::from_std(file);
    let mut hasher = checksum.map(Checksum::hasher);
    let mut bytes = 0;
    let ending = loop {
        let chunk = match tokio::time::timeout(IDLE_LIMIT, payload.next()).await {
            Ok(Some(Ok(chunk))) => chunk,
            Ok(None) => break Ending::Whole,
            Ok(Some(Err(_))) | Err(_) => break Ending::Cut,
        };
        bytes += chunk.len() as u64;
        if bytes > room {
            break Ending::TooLong;
        }
        if let Some(hasher) = &mut hasher {
            hasher.update(&chunk);
        }
        file.write_all(&chunk).await?;
    };
    file.flush().await?;
    if ending == Ending::Cut {
        // Nobody is there any more: whoever reads a refused body to its end must not wait for him once more.
        *payload = Payload::None;
    }
    let fits = match (checksum, hasher) {
        (Some(checksum), Some(hasher)) => checksum.fits(hasher),
        (None, _) | (_, None) => true,
    };
    let ending = match ending {
        Ending::Whole if !fits => Ending::Differs,
        ending => ending,
    };
    Ok(Received { bytes, ending })
}

/// Reads on without keeping anything.
pub async fn drain(payload: &mut Payload) {
    let mut total = 0;
    while let Ok(Some(Ok(chunk))) = tokio::time::timeout(IDLE_LIMIT, payload.next()).await {
        total += chunk.len();
        if total > DRAIN_LIMIT {
            break;
        }
    }
}
