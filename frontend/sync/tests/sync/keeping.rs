//! What stays on the device after it was sent, and what is a worry before.

use crate::support::{NOW, kepala, receipt};
use sync::{
    OLD_AFTER, Outcome, PHOTO_KEPT, Rupa, SUSULAN_KEPT, TEXT_KEPT, all_may_go, is_old, photos_may_go,
    text_may_go,
};

#[test]
fn what_was_not_sent_never_goes_and_is_a_worry_after_three_days() {
    let one = kepala(1, 2);
    let later = NOW + 100 * TEXT_KEPT;
    assert!(!photos_may_go(&one, later) && !text_may_go(&one, later));
    assert!(!is_old(&one, NOW + OLD_AFTER) && is_old(&one, NOW + OLD_AFTER + 1));
}

#[test]
fn what_was_sent_goes_by_and_by_photos_first() {
    let mut one = kepala(1, 0);
    one.hear_record(&Outcome::Done(receipt(&one)), NOW, 0.5);
    assert!(!photos_may_go(&one, NOW + PHOTO_KEPT) && photos_may_go(&one, NOW + PHOTO_KEPT + 1));
    assert!(!text_may_go(&one, NOW + TEXT_KEPT) && text_may_go(&one, NOW + TEXT_KEPT + 1));
    assert!(!is_old(&one, NOW + TEXT_KEPT));
}

#[test]
fn what_was_done_to_a_complaint_goes_whole_once_it_was_sent() {
    let mut one = kepala(1, 0);
    let other = kepala(2, 0).id;
    assert!(!all_may_go(&one, NOW + 100 * TEXT_KEPT));
    one.hear_record(&Outcome::Done(receipt(&one)), NOW, 0.5);
    assert!(!all_may_go(&one, NOW + 100 * TEXT_KEPT));
    one.rupa = Rupa::Susulan(other);
    assert!(!all_may_go(&one, NOW + SUSULAN_KEPT) && all_may_go(&one, NOW + SUSULAN_KEPT + 1));
}
