//! The number of territories follows from bounds on their size.

use hexalign_core::problem::derive_territories;

const NO: f64 = f64::INFINITY;

#[test]
fn takes_the_share_nearest_to_the_middle_of_the_first_metric() {
    // Shares inside 8 to 14: 100/12 to 100/8; the middle is 11.
    assert_eq!(derive_territories(&[100.0], &[8.0], &[14.0], 50), Some(9));
    assert_eq!(derive_territories(&[100.0, 60.0], &[8.0, 0.0], &[14.0, 6.0], 50), Some(10));
}

#[test]
fn a_share_on_the_bound_fits() {
    assert_eq!(derive_territories(&[0.3], &[0.1], &[0.1], 5), Some(3));
    assert_eq!(derive_territories(&[100.0], &[25.0], &[25.0], 5), Some(4));
}

#[test]
fn one_sided_bounds_give_the_fewest_territories() {
    assert_eq!(derive_territories(&[100.0], &[0.0], &[30.0], 50), Some(4));
    assert_eq!(derive_territories(&[100.0], &[10.0], &[NO], 50), Some(1));
    // The second metric has a middle: 100 / 5 = 20.
    assert_eq!(derive_territories(&[100.0, 100.0], &[0.0, 15.0], &[30.0, 25.0], 50), Some(5));
}

#[test]
fn says_where_no_number_fits() {
    assert_eq!(derive_territories(&[100.0], &[60.0], &[90.0], 50), None);
    assert_eq!(derive_territories(&[100.0], &[1.0], &[5.0], 10), None);
    assert_eq!(derive_territories(&[100.0, 100.0], &[9.0, 30.0], &[11.0, 50.0], 50), None);
}
