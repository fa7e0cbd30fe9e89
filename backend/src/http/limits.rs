//! Who tries too often waits. Counted in memory, per process: a restart forgets, which costs an attacker more than us.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::id::AccountId;
use shared::kode::Kode;

use super::address::Origin;
use crate::error::{AppError, Result};

/// Tables are swept when they grow beyond this many callers.
const SWEEP_AT: usize = 10_000;
/// A caller who fails no more is forgotten after this.
const FORGET_AFTER: Duration = Duration::from_secs(3600);

/// Wrong tries cost nothing at first, then twice the wait each time.
pub struct Penalty<K> {
    free: u32,
    longest: Duration,
    failures: Mutex<HashMap<K, Failures>>,
}

struct Failures {
    count: u32,
    last: Instant,
    blocked_until: Instant,
}

impl<K: Eq + Hash + Clone> Penalty<K> {
    /// `free` wrong tries cost nothing; no wait is longer than `longest`.
    pub fn new(free: u32, longest: Duration) -> Self {
        Self {
            free,
            longest,
            failures: Mutex::new(HashMap::new()),
        }
    }

    /// Refuses a caller who still has to wait.
    pub fn check(&self, key: &K, now: Instant) -> Result<()> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        match failures
            .get(key)
            .map(|failures| failures.blocked_until.saturating_duration_since(now))
        {
            Some(wait) if !wait.is_zero() => Err(AppError::Wait(wait)),
            Some(_) | None => Ok(()),
        }
    }

    /// Counts a try as failed before it is known, so that many at once are not all let through. Refuses a caller who
    /// still has to wait.
    pub fn attempt(&self, key: K, now: Instant) -> Result<()> {
        self.check(&key, now)?;
        self.failed(key, now);
        Ok(())
    }

    /// Takes back one try that turned out to be good, and the wait for it.
    pub fn forgive(&self, key: &K) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = failures.get_mut(key) {
            entry.count = entry.count.saturating_sub(1);
            entry.blocked_until = entry.last;
        }
    }

    pub fn failed(&self, key: K, now: Instant) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= SWEEP_AT {
            failures.retain(|_, entry| now.saturating_duration_since(entry.last) < FORGET_AFTER);
        }
        let entry = failures.entry(key).or_insert(Failures {
            count: 0,
            last: now,
            blocked_until: now,
        });
        if now.saturating_duration_since(entry.last) >= FORGET_AFTER {
            entry.count = 0;
        }
        entry.count = entry.count.saturating_add(1);
        entry.last = now;
        entry.blocked_until = now + self.wait_after(entry.count);
    }

    pub fn succeeded(&self, key: &K) {
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key);
    }

    fn wait_after(&self, count: u32) -> Duration {
        match count.checked_sub(self.free) {
            None | Some(0) => Duration::ZERO,
            Some(over) => Duration::from_secs(1_u64 << (over - 1).min(20)).min(self.longest),
        }
    }
}

/// All limits of one process.
pub struct Limits {
    /// Failed logins to one account from one address, whether or not there is such an account.
    login_account: Penalty<(String, Origin)>,
    /// Failed logins to one account from anywhere: slows whoever guesses from many addresses, but briefly, since the
    /// account's own officer waits with him.
    login_name: Penalty<String>,
    /// Failed logins by address.
    login_origin: Penalty<Origin>,
    /// Wrong guesses of codes and keys by address. Short, since a carrier puts many villages behind one.
    pub guess: Penalty<Origin>,
    /// Codes that were asked for and are there: whoever shows one of them guesses nothing.
    known: Known,
    /// What somebody logged in gets wrong about his own account, by the account: he has proven who he is, so his address
    /// does not matter.
    pub own: Penalty<AccountId>,
    aduan: DefaultKeyedRateLimiter<Origin>,
    pesan: DefaultKeyedRateLimiter<Origin>,
}

impl Limits {
    /// `per_minute` reports, and as many messages, in the long run and `burst` at once, for each address.
    pub fn new(per_minute: u32, burst: u32) -> Self {
        let per_minute = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        Self {
            login_account: Penalty::new(5, Duration::from_secs(15 * 60)),
            login_name: Penalty::new(20, Duration::from_secs(30)),
            login_origin: Penalty::new(20, Duration::from_secs(15 * 60)),
            guess: Penalty::new(20, Duration::from_secs(60)),
            known: Known::default(),
            own: Penalty::new(5, Duration::from_secs(15 * 60)),
            aduan: RateLimiter::keyed(quota),
            pesan: RateLimiter::keyed(quota),
        }
    }

    /// A report too many from one address is delayed, never lost: the device keeps it and comes back.
    pub fn admit_aduan(&self, origin: Origin) -> Result<()> {
        admit(&self.aduan, origin)
    }

    /// As with reports; counted apart, so that a long conversation keeps nobody from reporting.
    pub fn admit_pesan(&self, origin: Origin) -> Result<()> {
        admit(&self.pesan, origin)
    }

    /// Before a code is looked up. An address from which codes are being guessed waits, but not with a code that was found
    /// before: to guess among those few is no easier, and whoever holds one goes on beside the guesser.
    pub fn admit_kode(&self, kode: &Kode, origin: Origin, now: Instant) -> Result<()> {
        if self.known.has(kode) {
            return Ok(());
        }
        self.guess.check(&origin, now)
    }

    /// A code that its holder was answered by.
    pub fn found(&self, kode: &Kode) {
        self.known.add(kode);
    }

    /// Counts a login as failed until [`Limits::logged_in`] says otherwise. Refuses who still has to wait, without
    /// counting that too.
    pub fn attempt_login(&self, name: &str, origin: Origin, now: Instant) -> Result<()> {
        let (account, name) = ((name.to_owned(), origin), name.to_owned());
        self.login_account.check(&account, now)?;
        self.login_name.check(&name, now)?;
        self.login_origin.attempt(origin, now)?;
        self.login_account.failed(account, now);
        self.login_name.failed(name, now);
        Ok(())
    }

    /// Takes back a try whose password was right, but that is not yet the end of the login.
    pub fn half_logged_in(&self, name: &str, origin: Origin) {
        self.login_account.forgive(&(name.to_owned(), origin));
        self.login_name.forgive(&name.to_owned());
        self.login_origin.forgive(&origin);
    }

    pub fn logged_in(&self, name: &str, origin: Origin) {
        self.login_account.succeeded(&(name.to_owned(), origin));
        self.login_name.forgive(&name.to_owned());
        self.login_origin.forgive(&origin);
    }
}

/// The codes of late, in two halves: the older one goes when the newer is full.
#[derive(Default)]
struct Known(Mutex<(HashSet<Kode>, HashSet<Kode>)>);

impl Known {
    fn has(&self, kode: &Kode) -> bool {
        let halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        halves.0.contains(kode) || halves.1.contains(kode)
    }

    fn add(&self, kode: &Kode) {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if halves.0.len() >= SWEEP_AT {
            halves.1 = std::mem::take(&mut halves.0);
        }
        halves.0.insert(kode.clone());
    }
}

fn admit(limiter: &DefaultKeyedRateLimiter<Origin>, origin: Origin) -> Result<()> {
    if limiter.len() >= SWEEP_AT {
        limiter.retain_recent();
    }
    limiter
        .check_key(&origin)
        .map_err(|refused| AppError::Wait(refused.wait_time_from(DefaultClock::default().now())))
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn origin(last: u8) -> Origin {
        Origin::from(IpAddr::from([203, 0, 113, last]))
    }

    fn wait(penalty: &Penalty<&str>, now: Instant) -> u64 {
        match penalty.check(&"a", now) {
            Ok(()) => 0,
            Err(AppError::Wait(wait)) => wait.as_secs(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn the_wait_doubles_with_each_failure_up_to_the_longest() {
        let penalty = Penalty::new(2, Duration::from_secs(10));
        let now = Instant::now();
        let waits: Vec<u64> = (0..7)
            .map(|_| {
                penalty.failed("a", now);
                wait(&penalty, now)
            })
            .collect();
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 10]);
        assert!(penalty.check(&"b", now).is_ok());
    }

    #[test]
    fn a_code_that_was_found_waits_for_nobody_and_is_forgotten_in_the_end() {
        let limits = Limits::new(1, 1);
        let now = Instant::now();
        let kode = |n: u8| Kode::from_random(shared::kode::Jenis::Aduan, [n; shared::kode::RANDOM_LEN]);
        limits.found(&kode(1));
        (0..30).for_each(|_| limits.guess.failed(origin(1), now));
        assert!(limits.admit_kode(&kode(1), origin(1), now).is_ok());
        assert!(limits.admit_kode(&kode(2), origin(1), now).is_err());
        assert!(limits.admit_kode(&kode(2), origin(2), now).is_ok());
        for n in 0..3 * SWEEP_AT {
            let mut random = [0; shared::kode::RANDOM_LEN];
            random[..3].copy_from_slice(&[(n % 32) as u8, (n / 32 % 32) as u8, (n / 1024) as u8]);
            limits.found(&Kode::from_random(shared::kode::Jenis::Aduan, random));
        }
        assert!(limits.admit_kode(&kode(1), origin(1), now).is_err());
    }

    #[test]
    fn success_and_time_forgive() {
        let penalty = Penalty::new(0, Duration::from_secs(10));
        let now = Instant::now();
        penalty.failed("a", now);
        assert_eq!(wait(&penalty, now), 1);
        assert_eq!(wait(&penalty, now + Duration::from_secs(1)), 0);
        penalty.succeeded(&"a");
        assert_eq!(wait(&penalty, now), 0);
        penalty.failed("a", now);
        penalty.failed("a", now + FORGET_AFTER);
        assert_eq!(wait(&penalty, now + FORGET_AFTER), 1);
    }

    #[test]
    fn nobody_locks_an_officer_out_by_failing_in_his_name() {
        let limits = Limits::new(1, 1);
        let mut now = Instant::now();
        for _ in 0..200 {
            // He tries again as soon as he may.
            while limits.attempt_login("petugas", origin(1), now).is_err() {
                now += Duration::from_secs(1);
            }
        }
        assert!(
            limits
                .attempt_login("petugas", origin(1), now + Duration::from_secs(31))
                .is_err()
        );
        assert!(
            limits
                .attempt_login("petugas", origin(2), now + Duration::from_secs(31))
                .is_ok()
        );
    }

    #[test]
    fn who_guesses_from_many_addresses_waits_too_but_briefly() {
        let limits = Limits::new(1, 1);
        let now = Instant::now();
        let admitted = (0..100)
            .take_while(|n| limits.attempt_login("petugas", origin(*n), now).is_ok())
            .count();
        assert_eq!(admitted, 21);
        limits.logged_in("petugas", origin(20));
        assert!(limits.attempt_login("petugas", origin(200), now).is_ok());
        assert!(limits.attempt_login("petugas", origin(201), now).is_err());
        assert!(
            limits
                .attempt_login("petugas", origin(201), now + Duration::from_secs(30))
                .is_ok()
        );
    }
}
