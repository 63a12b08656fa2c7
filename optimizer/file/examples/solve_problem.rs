//! Solves a problem file natively: the same document as `npm run --silent solve`, and on standard error how long it took: the search, then the answer with its
//! bound.
//!
//! `cargo run --release -p hexalign-file --example solve_problem -- problem.json [--seed N] [--effort fast|normal|best]`

use std::error::Error;
use std::time::{Duration, Instant};

use hexalign_file::{Overrides, ProblemSolve, parse_effort};

const USAGE: &str = "usage: solve_problem problem.json [--seed N] [--effort fast|normal|best]";

fn main() -> Result<(), Box<dyn Error>> {
    let (mut path, mut overrides) = (None, Overrides::default());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--seed" => overrides.seed = Some(args.next().ok_or(USAGE)?.parse()?),
            "--effort" => overrides.effort = Some(args.next().as_deref().and_then(parse_effort).ok_or(USAGE)?),
            _ => path = Some(arg),
        }
    }
    let text = std::fs::read_to_string(path.ok_or(USAGE)?)?;
    let start = Instant::now();
    let mut solve = match ProblemSolve::new(text, overrides) {
        Ok(solve) => solve,
        Err(document) => {
            eprintln!("{}", document.to_json());
            std::process::exit(2);
        }
    };
    while solve.advance(100_000).map_err(|document| document.to_json())? < 1.0 {}
    let searched = start.elapsed();
    let answer = solve.answer().ok_or("no answer")?;
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let (all, search) = (milliseconds(start.elapsed()), milliseconds(searched));
    eprintln!("{{\"solveMs\":{all:.1},\"searchMs\":{search:.1},\"answerMs\":{:.1}}}", all - search);
    println!("{answer}");
    Ok(())
}
