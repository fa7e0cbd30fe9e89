//! What tabs and service worker tell one another of the outbox, so that whoever is open shows what the other does.

use std::cell::RefCell;
use std::rc::Rc;

use shared::id::AduanId;
use sync::Link;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "portal-antrean";

/// What one of them tells all, itself among them.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum News {
    /// The database holds something else than before.
    Changed,
    /// This kiriman is on its way just now, or none is.
    Moving(Option<AduanId>),
    Link(Link),
}

impl News {
    /// One line, written and read by hand, so that nobody fetches a codec for three words.
    fn line(&self) -> String {
        match self {
            Self::Changed => "changed".into(),
            Self::Moving(None) => "moving ".into(),
            Self::Moving(Some(id)) => format!("moving {id}"),
            Self::Link(link) => format!("link {link}"),
        }
    }

    /// What cannot be read is from another version of the app.
    fn parse(line: &str) -> Option<Self> {
        if line == "changed" {
            return Some(Self::Changed);
        }
        match line.split_once(' ')? {
            ("moving", "") => Some(Self::Moving(None)),
            ("moving", id) => id.parse().ok().map(Some).map(Self::Moving),
            ("link", link) => Link::parse(link).map(Self::Link),
            _ => None,
        }
    }
}

/// Who listens here, and the door to the others (not every browser has one).
struct Here {
    hear: Rc<dyn Fn(&News)>,
    others: Option<BroadcastChannel>,
}

thread_local! {
    static HERE: RefCell<Option<Here>> = const { RefCell::new(None) };
}

/// Hears what is told here and elsewhere, for as long as this runs.
pub fn follow(hear: impl Fn(&News) + 'static) {
    let hear: Rc<dyn Fn(&News)> = Rc::new(hear);
    let others = BroadcastChannel::new(CHANNEL).ok();
    if let Some(others) = &others {
        let hear = Rc::clone(&hear);
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(news) = event.data().as_string().and_then(|line| News::parse(&line)) {
                hear(&news);
            }
        });
        others.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }
    let former = HERE.replace(Some(Here { hear, others }));
    if let Some(channel) = former.and_then(|former| former.others) {
        channel.close();
    }
}

/// Tells all that the database has changed.
pub fn announce() {
    post(&News::Changed);
}

pub fn post(news: &News) {
    HERE.with_borrow(|here| {
        let Some(here) = here else { return };
        // A channel does not hear itself.
        (here.hear)(news);
        if let Some(others) = &here.others {
            // A closed channel belongs to a page that is going away.
            let _ = others.post_message(&news.line().into());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_tells_the_others_understand_and_nothing_else() {
        let told = [
            News::Changed,
            News::Moving(None),
            News::Moving(Some(AduanId::mint())),
            News::Link(Link::default()),
        ];
        for news in told {
            assert_eq!(News::parse(&news.line()), Some(news));
        }
        for line in [
            "",
            "changed ",
            "moving",
            "moving on",
            "link",
            "link up",
            "news of tomorrow",
        ] {
            assert_eq!(News::parse(line), None, "{line}");
        }
    }
}
