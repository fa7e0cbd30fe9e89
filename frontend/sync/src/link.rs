//! Whether the office can be reached. The browser's own word (`onLine`) is only a hint: it knows of a cable, not of
//! the way behind it, so the truth is what the last probe of the server said.

use std::fmt;

use crate::Millis;
use crate::delay::{delay, is_due};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LinkState {
    /// Not asked yet.
    #[default]
    Unknown,
    Up,
    Down,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Link {
    pub state: LinkState,
    /// When the server last answered, by the device's clock.
    pub last_contact: Option<Millis>,
    failures: u32,
    next_probe: Option<Millis>,
}

impl Link {
    /// What a probe, or any other exchange, has shown.
    pub fn hear(&mut self, answered: bool, now: Millis, random: f64) {
        if answered {
            self.state = LinkState::Up;
            self.last_contact = Some(now);
            self.failures = 0;
            self.next_probe = None;
        } else {
            self.state = LinkState::Down;
            self.failures = self.failures.saturating_add(1);
            self.next_probe = Some(now.saturating_add(delay(self.failures, random)));
        }
    }

    /// The browser saw a network, or a person asks: look again at once.
    pub fn wake(&mut self) {
        self.failures = 0;
        self.next_probe = None;
    }

    pub fn may_probe(&self, now: Millis) -> bool {
        is_due(self.next_probe, now)
    }

    /// How long until the next probe, while the link is down.
    pub fn wait(&self, now: Millis) -> Option<Millis> {
        self.next_probe.map(|at| at.saturating_sub(now))
    }
}

/// One line of text, as tabs and service worker tell it to one another.
impl fmt::Display for Link {
    fn fmt(&self, line: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            LinkState::Unknown => '?',
            LinkState::Up => '+',
            LinkState::Down => '-',
        };
        // No moment of an outbox is the first of 1970.
        let [contact, probe] = [self.last_contact, self.next_probe].map(Option::unwrap_or_default);
        write!(line, "{state} {contact} {} {probe}", self.failures)
    }
}

impl Link {
    /// What another has told, if it was this.
    pub fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split(' ');
        let state = match parts.next()? {
            "?" => LinkState::Unknown,
            "+" => LinkState::Up,
            "-" => LinkState::Down,
            _ => return None,
        };
        let mut number = || parts.next()?.parse::<Millis>().ok();
        let [contact, failures, probe] = [number()?, number()?, number()?];
        Some(Self {
            state,
            last_contact: Some(contact).filter(|at| *at > 0),
            failures: failures.try_into().ok()?,
            next_probe: Some(probe).filter(|at| *at > 0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DELAY_MAX;

    #[test]
    fn a_dead_link_is_probed_ever_more_rarely_until_something_wakes_it() {
        let mut link = Link::default();
        let mut now = 1_000;
        for _ in 0..20 {
            assert!(link.may_probe(now));
            link.hear(false, now, 1.0);
            assert!(!link.may_probe(now));
            now += link.wait(now).unwrap();
        }
        assert_eq!(link.state, LinkState::Down);
        link.hear(false, now, 1.0);
        assert_eq!(link.wait(now), Some(DELAY_MAX));
        link.wake();
        assert!(link.may_probe(now));
        link.hear(true, now, 1.0);
        assert_eq!(
            (link.state, link.last_contact, link.wait(now)),
            (LinkState::Up, Some(now), None)
        );
    }

    #[test]
    fn what_is_told_is_understood_and_nothing_else() {
        let mut link = Link::default();
        assert_eq!(Link::parse(&link.to_string()), Some(link));
        link.hear(true, 1_795_000_000_000, 0.5);
        assert_eq!(Link::parse(&link.to_string()), Some(link));
        link.hear(false, 1_795_000_000_500, 0.5);
        assert_eq!(Link::parse(&link.to_string()), Some(link));
        for line in ["", "+", "+ 1 2", "! 1 2 3", "+ 1 -2 3", "- 1 99999999999 3"] {
            assert_eq!(Link::parse(line), None, "{line}");
        }
    }
}
