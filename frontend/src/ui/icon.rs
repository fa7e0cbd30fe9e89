//! Icons, drawn by us as strokes on a 24 × 24 grid. They never stand alone: the words are beside them,
//! so a screen reader is told nothing of them.

use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum IconName {
    Alert,
    Bell,
    Camera,
    Check,
    Close,
    Down,
    Home,
    Inbox,
    Info,
    Install,
    Key,
    List,
    Lock,
    Office,
    Person,
    Pin,
    Send,
    Share,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 2.5 20h19zM12 10v4m0 3v.01",
            Self::Bell => "M6 17V11a6 6 0 0 1 12 0v6l2 1.5H4zM10 21h4",
            Self::Camera => "M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Close => "m6 6 12 12M18 6 6 18",
            Self::Down => "m6 9 6 6 6-6",
            Self::Home => "M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-5v-6h-4v6H5a1 1 0 0 1-1-1z",
            Self::Inbox => "M4 13 6.5 5h11L20 13v6H4zm0 0h5l1 2.5h4l1-2.5h5",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5m0-8.5v.01",
            Self::Install => "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14",
            Self::Key => "M15 9.5a4.5 4.5 0 1 1-3-4.24A4.5 4.5 0 0 1 15 9.5zM13.7 12.7 21 20m-3-3 2-2",
            Self::List => "M6 3h8l4 4v14H6zM9 12h6M9 16h6",
            Self::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Office => "M5 20V5h9v15M14 10h5v10M3 20h18M8 9h3M8 13h3M8 17h3",
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.5-4 3.5-6 7.5-6s7 2 7.5 6",
            Self::Pin => {
                "M12 21c-5.5-7-7-9-7-12a7 7 0 0 1 14 0c0 3-1.5 5-7 12zM12 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
            }
            Self::Send => "M4 12 20 4l-4.5 16-4-6.5zM11.5 13.5 20 4",
            Self::Share => "M12 15V4m-4 4 4-4 4 4M6 12v8h12v-8",
        }
    }
}

#[component]
pub fn Icon(name: IconName) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path() />
        </svg>
    }
}
