//! Tells open apps that there is something to fetch, and nothing of what it is.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::stream::{self, Stream};
use shared::id::AccountId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::error::{AppError, Result};

/// Apps that may listen to one process at once.
const PENDENGAR: usize = 2_000;
/// Apps of one account that may listen to one process at once.
const SEORANG: usize = 20;
/// So often a quiet stream says that it is alive: middle-boxes cut what is silent for a minute.
const NAPAS: Duration = Duration::from_secs(25);
/// A stream ends after this; whoever still listens comes back with a fresh token.
const PALING_LAMA: Duration = Duration::from_mins(10);

/// The last number given, to whoever listens.
pub struct Aliran {
    kepala: watch::Sender<Option<i64>>,
    tempat: Arc<Semaphore>,
    orang: Arc<Mutex<HashMap<AccountId, usize>>>,
}

impl Default for Aliran {
    fn default() -> Self {
        Self {
            kepala: watch::Sender::new(Some(0)),
            tempat: Arc::new(Semaphore::new(PENDENGAR)),
            orang: Arc::default(),
        }
    }
}

impl Aliran {
    pub fn tell(&self, kepala: i64) {
        self.kepala.send_if_modified(|known| {
            let moved = known.is_some_and(|known| known != kepala);
            if moved {
                *known = Some(kepala);
            }
            moved
        });
    }

    /// Ends all streams: a server that is to stop does not wait for those who only listen.
    pub fn stop(&self) {
        self.kepala.send_replace(None);
    }

    /// The answer of one listener, as `text/event-stream`.
    pub fn answer(&self, account: AccountId) -> Result<HttpResponse> {
        let full = || AppError::Busy(anyhow::anyhow!("too many apps listen"));
        let place = Arc::clone(&self.tempat).try_acquire_owned().map_err(|_| full())?;
        let seat = Seat::take(&self.orang, account).ok_or_else(full)?;
        let listener = Pendengar {
            kepala: self.kepala.subscribe(),
            until: tokio::time::Instant::now() + PALING_LAMA,
            begun: false,
            _place: (place, seat),
        };
        Ok(HttpResponse::Ok()
            .content_type("text/event-stream")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            // Neither our own compression nor a proxy's buffer may hold an event back.
            .insert_header((header::CONTENT_ENCODING, "identity"))
            .insert_header(("X-Accel-Buffering", "no"))
            .streaming(listener.events()))
    }
}

/// One of the places of an account, until it is dropped.
struct Seat {
    orang: Arc<Mutex<HashMap<AccountId, usize>>>,
    account: AccountId,
}

impl Seat {
    fn take(orang: &Arc<Mutex<HashMap<AccountId, usize>>>, account: AccountId) -> Option<Self> {
        let mut all = orang.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = all.entry(account).or_default();
        if *taken >= SEORANG {
            return None;
        }
        *taken += 1;
        Some(Self {
            orang: Arc::clone(orang),
            account,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut all = self.orang.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = all.get_mut(&self.account) {
            *taken -= 1;
            if *taken == 0 {
                all.remove(&self.account);
            }
        }
    }
}

struct Pendengar {
    kepala: watch::Receiver<Option<i64>>,
    until: tokio::time::Instant,
    begun: bool,
    _place: (OwnedSemaphorePermit, Seat),
}

impl Pendengar {
    fn events(self) -> impl Stream<Item = std::result::Result<Bytes, Infallible>> {
        stream::unfold(self, |mut listener| async move {
            let text = listener.next().await?;
            Some((Ok(Bytes::from_static(text.as_bytes())), listener))
        })
    }

    async fn next(&mut self) -> Option<&'static str> {
        if !self.begun {
            self.begun = true;
            // A server that is stopping keeps nobody.
            self.kepala.borrow_and_update().as_ref()?;
            return Some("retry: 5000\n\n");
        }
        tokio::select! {
            moved = self.kepala.changed() => {
                moved.ok()?;
                self.kepala.borrow_and_update().map(|_| "event: perubahan\ndata: {}\n\n")
            }
            () = tokio::time::sleep_until(self.until) => None,
            () = tokio::time::sleep(NAPAS) => Some(": masih di sini\n\n"),
        }
    }
}
