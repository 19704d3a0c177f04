//! Disks that are full, folders that cannot be written, files that change while they are read: a clear error, and what was
//! there is still there.
//!
//! What needs another user or a limit is done by this program run once more, which ends in the test [`child`].

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, thread};

use chainrule::data::{Csv, Idx};
use chainrule::model;

model! {
    /// 40 kB: more than the limit of a file in the tests below.
    Big: Input(100) -> Dense(100) as dense1;
    Small: Input(4) -> Dense(2)
}

/// A folder that is gone with this value.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = env::temp_dir().join(format!("chainrule-faults-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("net.safetensors")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What the child does, and says.
#[test]
#[ignore = "run by the other tests, with a limit or as another user"]
fn child() {
    let path = env::var_os("CHAINRULE_FILE").expect("a path");
    let mut net = Big::seeded(2);
    match env::var("CHAINRULE_DO").as_deref() {
        Ok("save") => println!("said: {:?}", net.save(&path)),
        Ok("load") => println!("said: {:?}", net.load(&path)),
        Ok("csv") => println!("said: {:?}", Csv::open(&path).map(|table| table.len())),
        Ok("idx") => println!("said: {:?}", Idx::open(&path).map(|array| array.len())),
        _ => {
            // Two of these at a time.
            let value: f32 = env::var("CHAINRULE_DO").unwrap().parse().unwrap();
            net.parameters_mut().fill(value);
            for _ in 0..40 {
                net.save(&path).unwrap();
            }
        }
    }
}

/// This program as a child, with a shell's or another program's words before it; nothing where those do not work.
fn run(before: &[&str], action: &str, path: &Path) -> Option<Output> {
    let this = env::current_exe().unwrap();
    let words = [&this.to_string_lossy(), "--exact", "faults::child", "--ignored", "--nocapture", "--quiet"];
    let words: Vec<&str> = before.iter().copied().chain(words).collect();
    let output =
        Command::new(words[0]).args(&words[1..]).env("CHAINRULE_DO", action).env("CHAINRULE_FILE", path).output();
    match output {
        Ok(output) if output.status.success() => Some(output),
        Ok(output) => {
            println!("not tested here: `{}` says {}", words[0], String::from_utf8_lossy(&output.stderr));
            None
        }
        Err(error) => {
            println!("not tested here: `{}` cannot be run: {error}", words[0]);
            None
        }
    }
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find_map(|line| line.split_once("said: ")).map(|(_, said)| said.to_owned()).unwrap_or(text)
}

#[cfg(unix)]
#[test]
fn a_full_disk_costs_nothing() {
    let folder = Folder::new("full");
    Big::seeded(1).save(folder.file()).unwrap();
    let old = fs::read(folder.file()).unwrap();
    // A limit of 8 blocks of 512 bytes, or of a kilobyte in some shells, which is an error instead of a signal.
    let limit = ["sh", "-c", "trap '' XFSZ; ulimit -f 8 && exec \"$0\" \"$@\""];
    let output = run(&limit, "save", &folder.file()).expect("a shell");
    assert!(said(&output).starts_with("Err(cannot write `"), "{output:?}");
    assert_eq!((folder.names(), fs::read(folder.file()).unwrap()), (vec!["net.safetensors".to_owned()], old));

    // A file system of 16 kB, in a world of its own that ends with the child.
    let disk = Folder::new("disk");
    let mount = "mount -t tmpfs -o size=16k chainrule \"$CHAINRULE_DISK\" && echo old > \"$CHAINRULE_FILE\" \
                 && \"$0\" \"$@\" && ls -a \"$CHAINRULE_DISK\" && cat \"$CHAINRULE_FILE\"";
    let place = format!("CHAINRULE_DISK={}", disk.0.display());
    if let Some(output) = run(&["env", &place, "unshare", "-m", "sh", "-c", mount], "save", &disk.file()) {
        assert!(said(&output).contains("No space left on device"), "{output:?}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.ends_with(".\n..\nnet.safetensors\nold\n"), "{text}");
    }
}

/// As a user who may do nothing, if this one may do all; what is said.
#[cfg(unix)]
fn powerless(action: &str, path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let root = fs::metadata(path.parent().unwrap()).unwrap().uid() == 0;
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    run(if root { &nobody } else { &[] }, action, path).map(|output| said(&output))
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_keeps_what_it_has() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("read-only");
    Big::seeded(1).save(folder.file()).unwrap();
    let old = fs::read(folder.file()).unwrap();
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o555)).unwrap();
    if let Some(said) = powerless("save", &folder.file()) {
        assert!(said.starts_with("Err(cannot write `") && said.contains("ermission denied"), "{said}");
    }
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((folder.names().len(), fs::read(folder.file()).unwrap()), (1, old));

    // For every user: a folder that is none, and a file that is no file of bytes.
    let beneath = Small::seeded(1).save(folder.file().join("net.safetensors")).unwrap_err().to_string();
    assert!(beneath.starts_with("cannot write `"), "{beneath}");
    let device = Small::seeded(1).save("/dev/null").unwrap_err().to_string();
    assert_eq!(device, "cannot write `/dev/null`: there is something at the path that is no file");
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("permission");
    Big::seeded(1).save(folder.file()).unwrap();
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o000)).unwrap();
    for action in ["load", "csv", "idx"] {
        if let Some(said) = powerless(action, &folder.file()) {
            assert!(said.starts_with("Err(cannot read `") && said.contains("ermission denied"), "{action}: {said}");
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let folder = Folder::new("nowhere");
    let (path, mut net) = (folder.file(), Small::seeded(1));
    let told = [
        net.load(&path).unwrap_err().to_string(),
        Csv::open(&path).unwrap_err().to_string(),
        Idx::open(&path).unwrap_err().to_string(),
        // A folder is no file either.
        net.load(&folder.0).unwrap_err().to_string(),
    ];
    for told in told {
        assert!(told.starts_with("cannot read `"), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_ends_behind_its_header_is_told() {
    let folder = Folder::new("pipe");
    let mut net = Small::seeded(1);
    net.save(folder.file()).unwrap();
    let bytes = fs::read(folder.file()).unwrap();
    let header = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    // A pipe gives the header and then, when the elements are asked for, the end: as a file that was cut in between.
    let pipe = folder.0.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for len in [header, header + 7, 8, 0] {
        let (writer, part) = (pipe.clone(), bytes[..len].to_vec());
        let writer = thread::spawn(move || fs::write(writer, part));
        let before = net.clone();
        let told = net.load(&pipe).unwrap_err().to_string();
        assert!(told.contains("must be") && told.contains("found"), "{told}");
        assert_eq!(net.parameters(), before.parameters());
        writer.join().unwrap().unwrap();
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_read_as_a_whole_or_not_at_all() {
    let folder = Folder::new("changing");
    let (path, mut net) = (folder.file(), Small::seeded(1));
    let mut all = Vec::new();
    for value in [0.25, 0.5] {
        net.parameters_mut().fill(value);
        net.save(&path).unwrap();
        all.push(fs::read(&path).unwrap());
    }
    let writer = thread::spawn(move || {
        for turn in 0..400 {
            match turn % 4 {
                0 => fs::write(&path, &all[0]).unwrap(),
                1 => fs::write(&path, &all[1][..turn % all[1].len()]).unwrap(),
                2 => fs::write(&path, &all[1]).unwrap(),
                _ => fs::remove_file(&path).unwrap(),
            }
        }
    });
    while !writer.is_finished() {
        net.parameters_mut().fill(0.0);
        let loaded = net.load(folder.file());
        let first = net.parameters()[0];
        assert!(net.parameters().iter().all(|value| *value == first), "half of one and half of another");
        assert_eq!(loaded.is_err(), first == 0.0, "{loaded:?}");
    }
    writer.join().unwrap();
}

#[test]
fn of_two_processes_the_last_one_wins() {
    let folder = Folder::new("two");
    let path = folder.file();
    Big::seeded(1).save(&path).unwrap();
    thread::scope(|scope| {
        let writers = ["0.25", "0.5"].map(|value| scope.spawn(|| run(&[], value, &path).expect("the child")));
        let mut net = Big::seeded(1);
        while !writers.iter().all(thread::ScopedJoinHandle::is_finished) {
            net.load(&path).unwrap();
            let first = net.parameters()[0];
            let whole =
                net.parameters().iter().all(|value| *value == first) || net.parameters() == Big::seeded(1).parameters();
            assert!(whole, "half of one and half of the other");
        }
    });
    assert_eq!(folder.names(), ["net.safetensors"]);
}
