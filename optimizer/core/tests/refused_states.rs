//! Bytes that are not the state of a search as it was written are refused, and whatever they hold, nothing panics.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod problems;

use hexalign_core::curve::Curve;
use hexalign_core::problem::{Measure, Problem, ProblemError};
use hexalign_core::solve::random::Random;
use hexalign_core::solve::search::{Effort, Search, SearchOptions};
use hexalign_core::solve::state::ResumeError;
use hexalign_core::solve::state::digest::Digest;
use problems::honeycomb;

const OPTIONS: SearchOptions = SearchOptions { seed: 3, effort: Effort::Fast };
const DIGEST_BYTES: usize = 8;
/// After what every state begins with.
const ENGINE_AT: usize = 9;

/// One of each stage: of a few units, of some hundred, of thousands, and with near units as neighbours.
fn problems() -> [Problem; 4] {
    let small = Problem { measure: Measure::UnitIntegerKm, ..honeycomb(9, 6, 4, &[Some(0.05)], 2) };
    let near = Problem { contiguity: false, ..honeycomb(50, 40, 12, &[Some(0.02)], 3) };
    [honeycomb(5, 4, 3, &[Some(0.1)], 1), small, honeycomb(50, 40, 12, &[Some(0.001), None], 4), near]
}

/// Bytes of a search at several times.
fn states(problem: &Problem) -> Vec<Vec<u8>> {
    let mut search = Search::new(problem.clone(), OPTIONS).unwrap();
    let mut states = Vec::new();
    while states.len() < 4 {
        states.push(search.save());
        search.advance(if states.len() == 3 { u64::MAX } else { 150_000 });
    }
    states
}

/// The bytes with a digest that fits them.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len().saturating_sub(DIGEST_BYTES));
    let mut digest = Digest::default();
    digest.bytes(&bytes);
    bytes.extend_from_slice(&digest.value().to_le_bytes());
    bytes
}

fn refusal(problem: &Problem, options: SearchOptions, bytes: &[u8]) -> Option<ResumeError> {
    Search::resume(problem.clone(), options, bytes).err()
}

#[test]
fn a_changed_or_missing_byte_is_noticed() {
    for problem in problems() {
        for state in states(&problem) {
            let mut random = Random::new(1, 901);
            for _ in 0..200 {
                let mut bytes = state.clone();
                bytes[random.below(state.len())] ^= 1 << random.below(8);
                let refusal = refusal(&problem, OPTIONS, &bytes);
                assert!(matches!(refusal, Some(ResumeError::Damaged | ResumeError::NotState)), "{refusal:?}");
            }
            for _ in 0..50 {
                assert!(refusal(&problem, OPTIONS, &state[..random.below(state.len())]).is_some());
            }
            let longer = [&state[..], &[0]].concat();
            assert_eq!(refusal(&problem, OPTIONS, &longer), Some(ResumeError::Damaged));
        }
    }
}

/// Changed after the problem's digest, and sealed again: refused, or a search like any other.
#[test]
fn bytes_made_up_do_not_panic() {
    let mut taken_up = 0;
    for (index, problem) in problems().iter().enumerate() {
        for state in states(problem) {
            let body = ENGINE_AT + usize::from(state[ENGINE_AT - 1]) + 1 + DIGEST_BYTES;
            let mut random = Random::new(index as u64, 902);
            for round in 0..120 {
                let mut bytes = state.clone();
                for _ in 0..1 + random.below(3) {
                    // The first bytes are counters and tags; values of all ones are the worst of them.
                    let span = if round % 2 == 0 { 60.min(state.len() - body) } else { state.len() - body };
                    let at = body + random.below(span);
                    bytes[at] = if random.below(3) == 0 { 0xff } else { random.below(256) as u8 };
                }
                if random.below(5) == 0 {
                    bytes.truncate(body + random.below(state.len() - body) + DIGEST_BYTES);
                }
                if let Ok(mut search) = Search::resume(problem.clone(), OPTIONS, &sealed(bytes)) {
                    search.advance(2_000);
                    let k = problem.territories as u32;
                    assert_eq!(search.territory().len(), problem.units());
                    assert!(search.territory().iter().all(|&own| own < k));
                    taken_up += 1;
                }
            }
        }
    }
    assert!(taken_up > 100, "hardly any is taken up: {taken_up}");
}

#[test]
fn the_state_of_another_problem_or_other_options_is_refused() {
    let problem = Problem { current: vec![1; 54], ..honeycomb(9, 6, 4, &[Some(0.05)], 2) };
    let state = Search::new(problem.clone(), OPTIONS).unwrap().save();
    assert_eq!(refusal(&problem, OPTIONS, &state), None);
    let other = |change: fn(&mut Problem)| {
        let mut other = problem.clone();
        change(&mut other);
        refusal(&other, OPTIONS, &state)
    };
    let changes: [fn(&mut Problem); 13] = [
        |p| p.position[3][0] += 1e-9,
        |p| p.inertia_weight[3] += 1.0,
        |p| p.weights.swap(0, 1),
        |p| p.contiguity = false,
        |p| p.bounds.upper[2] += 1.0,
        |p| p.measure = Measure::UnitIntegerKm,
        |p| p.current[5] = 2,
        |p| p.budget = vec![10.0],
        |p| p.move_cost = 0.25,
        |p| p.compactness = 0.5,
        |p| p.homes = vec![None, Some([0.0; 3]), None, None],
        |p| p.rules.groups = vec![vec![3, 4]],
        |p| p.rules.allowed = vec![(3, vec![1, 2])],
    ];
    for (index, change) in changes.into_iter().enumerate() {
        assert_eq!(other(change), Some(ResumeError::OtherProblem), "change {index}");
    }
    let invalid = other(|p| p.territories = 0);
    assert!(matches!(invalid, Some(ResumeError::Problem(ProblemError::Territories { .. }))));
    for options in [SearchOptions { seed: 4, ..OPTIONS }, SearchOptions { effort: Effort::Best, ..OPTIONS }] {
        assert_eq!(refusal(&problem, options, &state), Some(ResumeError::OtherProblem));
    }
    let curve = Curve::new(problem.clone(), OPTIONS, vec![vec![]]).unwrap().save();
    assert_eq!(refusal(&problem, OPTIONS, &curve), Some(ResumeError::OtherProblem));
}

#[test]
fn what_is_no_state_or_of_another_engine_is_refused_by_name() {
    let problem = honeycomb(5, 4, 3, &[Some(0.1)], 1);
    for bytes in [&b""[..], b"hexa", b"{\"territories\":2}", &[0; 100]] {
        assert_eq!(refusal(&problem, OPTIONS, bytes), Some(ResumeError::NotState));
    }
    assert_eq!(refusal(&problem, OPTIONS, b"hexalign"), Some(ResumeError::Damaged));
    let mut state = Search::new(problem.clone(), OPTIONS).unwrap().save();
    state[ENGINE_AT] = b'9';
    let refusal = refusal(&problem, OPTIONS, &sealed(state)).unwrap();
    assert!(matches!(&refusal, ResumeError::Engine { found } if found.starts_with('9')), "{refusal:?}");
    assert!(refusal.to_string().contains("another version of the engine, 9"), "{refusal}");
}
