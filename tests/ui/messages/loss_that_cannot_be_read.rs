//! What is no loss.

use chainrule::loss;

fn main() {
    let nothing = loss!();
    let no_bars = loss!((y - t) * (y - t));
    let none = loss!(|| 1.0);
    let one = loss!(|y| y * y);
    let three = loss!(|y, t, w| w * (y - t));
    let twice = loss!(|y, y| y * y);
    let empty = loss!(|y, t|);
    let typed = loss!(|y: f32, t| y - t);
    let unknown = loss!(|y, t| abs(y - target));
    let function = loss!(|y, t| huber(y - t));
    let statement = loss!(|y, t| (y - t) * (y - t););
    let open_let = loss!(|y, t| let d = y - t; d * d);
    let two = loss!(|y, t| abs(y - t), 0.5);
    let condition = loss!(|y, t| y > t);
    let constant = loss!(|y, t| t * t);
    let _ = (nothing, no_bars, none, one, three, twice, empty, typed, unknown, function, statement, open_let, two);
    let _ = (condition, constant);
}
