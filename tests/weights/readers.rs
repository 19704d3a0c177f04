//! Whatever bytes a file holds, its reader neither panics nor takes more memory than the file's size allows, and what it takes
//! for a model's weights are those that others read in it. The targets in `fuzz/` go on where this ends.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

use allocation_counter::measure;
use chainrule::data::{Csv, Dataset, Idx};
use chainrule::io::Import;
use chainrule::model;
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::Index;
use safetensors::SafeTensors;

use crate::values::file;

model! {
    Small: Input(4) -> Dense(2);
    Images: Input(8, 6, 2) -> Conv2D(4, (3, 2), padding = same, activation = relu) as conv1
        -> BatchNormalization(epsilon = 1e-5) as bn1 -> MaxPooling2D -> Conv2D(6, 2, groups = 2) as conv2
        -> DepthwiseConv2D(2, depth_multiplier = 2) as depth -> Flatten -> Dense(5, tanh) as fc1
        -> Dense(3, softmax) as fc2
}

/// Memory that a reader takes whatever the file: its buffers, and messages.
const BUFFERS: u64 = 256 << 10;

/// A path of this thread's own.
pub(crate) fn path(test: &str) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    env::temp_dir().join(format!("chainrule-readers-{test}-{}-{count}", std::process::id()))
}

/// Reads a file with these bytes, and looks at the memory that it took: at most so many times the file's size.
pub(crate) fn read(test: &str, bytes: &[u8], times: u64, reader: impl FnOnce(PathBuf)) {
    let path = path(test);
    fs::write(&path, bytes).expect("a temporary file");
    let taken = measure(|| reader(path.clone())).bytes_max;
    fs::remove_file(path).expect("the file is still there");
    assert!(taken <= BUFFERS + times * bytes.len() as u64, "{taken} bytes for a file of {}", bytes.len());
}

/// One change to some bytes.
#[derive(Clone, Debug)]
enum Change {
    Cut(Index),
    Set(Index, u8),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
    Number(Index, u64),
}

fn change() -> impl Strategy<Value = Change> {
    let mark = prop_oneof![any::<u8>(), proptest::sample::select(b"{}[]\",:0123456789eE.-+\\ \n\t".to_vec())];
    prop_oneof![
        any::<Index>().prop_map(Change::Cut),
        (any::<Index>(), mark.clone()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (any::<Index>(), 0_u8..8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (any::<Index>(), vec(mark, 1..20)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (any::<Index>(), 1_usize..40).prop_map(|(at, len)| Change::Remove(at, len)),
        (any::<Index>(), 1_usize..40).prop_map(|(at, len)| Change::Repeat(at, len)),
        (any::<Index>(), prop_oneof![any::<u64>(), Just(u64::MAX), Just(0), 0_u64..1000])
            .prop_map(|(at, number)| Change::Number(at, number)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes.iter().filter(|_| !bytes.is_empty()).cloned().collect::<Vec<_>>() {
        if bytes.is_empty() {
            break;
        }
        let len = bytes.len();
        match change {
            Change::Cut(at) => bytes.truncate(at.index(len)),
            Change::Set(at, byte) => bytes[at.index(len)] = byte,
            Change::Flip(at, bit) => bytes[at.index(len)] ^= 1 << bit,
            Change::Insert(at, more) => drop(bytes.splice(at.index(len)..at.index(len), more)),
            Change::Remove(at, count) => drop(bytes.drain(at.index(len)..(at.index(len) + count).min(len))),
            Change::Repeat(at, count) => {
                let part = bytes[at.index(len)..(at.index(len) + count).min(len)].to_vec();
                drop(bytes.splice(at.index(len)..at.index(len), part));
            }
            // Eight bytes, such as the length of a header, or the digits of a number.
            Change::Number(at, number) if number % 2 == 0 => {
                let at = at.index(len);
                let end = (at + 8).min(len);
                bytes[at..end].copy_from_slice(&number.to_le_bytes()[..end - at]);
            }
            Change::Number(at, number) => {
                drop(bytes.splice(at.index(len)..at.index(len), number.to_string().into_bytes()));
            }
        }
    }
    bytes
}

/// Bytes without sense, or sound ones with a few changes.
pub(crate) fn bytes(sound: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => vec(any::<u8>(), 0..200),
        6 => (proptest::sample::select(sound), vec(change(), 0..4)).prop_map(|(sound, changes)| changed(sound, &changes)),
    ]
}

fn safetensors() -> Vec<Vec<u8>> {
    let saved = path("sound");
    Small::seeded(1).save(&saved).unwrap();
    let small = fs::read(&saved).unwrap();
    fs::remove_file(saved).unwrap();
    let plain = |header: &str, data: usize| {
        [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &vec![0; data]].concat()
    };
    let escapes = r#"{"__metadata__":{"\\\/\b\f\n\r\t\"":"\u00e4\ud83d\ude00"},"dense1.bias":{"dtype":"F32","shape":[2],
        "data_offsets":[0,8]},"dense1.kernel":{"dtype":"F32","shape":[4,2],"data_offsets":[8,40]}}"#;
    let order = r#"{"dense1.bias":{"shape":[2],"data_offsets":[0,8],"dtype":"F32"}, "dense1.kernel":{"dtype":"F32",
        "shape" : [4, 2], "data_offsets":[8,40]}, "__metadata__": {"a\"b": "\u0041"}}  "#;
    vec![small, plain(order, 40), plain(escapes, 40), plain("{}", 0), fs::read(file("pytorch/images")).unwrap()]
}

/// Loads a file, and compares with what the crate `safetensors` reads in it.
fn load(bytes: &[u8]) {
    let (mut net, mut images) = (Small::seeded(1), Images::seeded(1));
    let (before, images_before) = (net.clone(), images.clone());
    let (mut own, mut foreign) = (None, None);
    // A tensor takes 50 bytes of the header at least, and is told by name, form, and what it is like.
    read("safetensors", bytes, 40, |path| {
        own = Some(net.load_with(&path, &Import::new().allow_non_finite()));
        foreign = Some(images.load_with(&path, &Import::pytorch()));
    });
    if foreign.is_some_and(|loaded| loaded.is_err()) {
        assert_eq!(images.parameters(), images_before.parameters());
    }
    if own.is_some_and(|loaded| loaded.is_err()) {
        return assert_eq!(net.parameters(), before.parameters());
    }
    let tensors = SafeTensors::deserialize(bytes).expect("what we take for a file of weights is one");
    for (name, found) in [("dense1.kernel", &net.parameters()[..8]), ("dense1.bias", &net.parameters()[8..])] {
        let expected = tensors.tensor(name).expect("the tensor");
        let found: Vec<u8> = found.iter().flat_map(|value| value.to_le_bytes()).collect();
        assert_eq!(found, expected.data(), "{name}");
    }
}

fn arrays() -> Vec<Vec<u8>> {
    let images = [&[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2][..], &[7; 12]].concat();
    let labels = vec![0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2];
    // `printf '\\0\\0\\10\\1\\0\\0\\0\\3\\0\\1\\2' | gzip -n`.
    let zipped = vec![
        31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 99, 96, 224, 96, 100, 96, 96, 96, 102, 96, 100, 2, 0, 233, 236, 85, 249, 11,
        0, 0, 0,
    ];
    vec![images, labels, zipped]
}

fn tables() -> Vec<Vec<u8>> {
    [
        "id,length,width,species\n1,5.1,3.5,setosa\n2,6.2,2.9,virginica\n",
        "a;b\r\n\"1;2\";3\r\n\"x\"\"y\";\r\n",
        "x,y\n1e300,NaN\n,\n",
        "\u{feff}a,b\n1,2\n",
    ]
    .map(|table| table.as_bytes().to_vec())
    .to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_weights(bytes in bytes(safetensors())) {
        load(&bytes);
    }

    #[test]
    fn any_bytes_as_an_array(bytes in bytes(arrays())) {
        // A byte of gzip can stand for a thousand.
        let times = if bytes.starts_with(&[31, 139]) { 2200 } else { 20 };
        read("idx", &bytes, times, |path| {
            if let Ok(array) = Idx::open(path) {
                assert_eq!(array.raw().len(), array.dims().iter().product::<usize>());
                let (images, labels) = (array.scaled::<[[f32; 2]; 3]>(), array.classes());
                assert!(images.is_err() || labels.is_err() || array.is_empty());
            }
        });
    }

    #[test]
    fn any_bytes_as_a_table(bytes in bytes(tables()), delimiter in proptest::sample::select(b",;\t\"".to_vec())) {
        read("csv", &bytes, 200, |path| {
            if let Ok(table) = Csv::open_delimited(path, delimiter) {
                for column in table.columns() {
                    let flowers: chainrule::Result<Dataset<[f32; 2], usize>> = table.classification(column);
                    assert!(flowers.is_err() || table.columns().len() == 3);
                    let _: chainrule::Result<Dataset<[f64; 1], [f64; 1]>> = table.regression(&[column]);
                }
            }
        });
    }
}

#[test]
fn sound_files_are_taken() {
    let [small, order, escapes, ..] = &safetensors()[..] else { panic!("sound files") };
    for bytes in [small, order, escapes] {
        let path = path("taken");
        fs::write(&path, bytes).unwrap();
        Small::seeded(1).load(&path).unwrap();
        fs::remove_file(path).unwrap();
    }
    for bytes in arrays() {
        let path = path("array");
        fs::write(&path, bytes).unwrap();
        assert!(Idx::open(&path).unwrap().len() > 1);
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn headers_that_claim_much_take_little() {
    let container = |header: String| [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat();
    let huge = u64::MAX / 2;
    let claims = [
        format!(r#"{{"dense1.kernel":{{"dtype":"F32","shape":[{huge},2],"data_offsets":[0,{huge}]}}}}"#),
        format!(
            r#"{{"a":{{"dtype":"U8","shape":[{huge}],"data_offsets":[0,{huge}]}},"b":{{"dtype":"U8","shape":[{huge}],"data_offsets":[{huge},{}]}}}}"#,
            u64::MAX - 1
        ),
        "[".repeat(100_000),
        format!("{{\"__metadata__\":{{\"a\":\"{}", "\\".repeat(99_999)),
        format!("{{\"a\":{{\"shape\":[{}", "1,".repeat(50_000)),
    ];
    for claim in claims {
        load(&container(claim));
    }
    load(&(99_999_999_u64).to_le_bytes());
    // 2^32 images of which there is none; dimensions whose product overflows.
    for dims in [&[255; 4][..], &[255; 16], &[255; 1020]] {
        let array = [&[0, 0, 8, (dims.len() / 4) as u8][..], dims].concat();
        read("claims", &array, 20, |path| assert!(Idx::open(path).is_err()));
    }
}
