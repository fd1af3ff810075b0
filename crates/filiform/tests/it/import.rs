use crate::support::Desk;

#[test]
fn a_history_is_taken_in_with_an_account_of_every_resource() {
    let desk = Desk::with_clinic();
    let ran = desk.run(&["import", desk.warfarin()]).fine();
    insta::assert_snapshot!(ran.out);
}

#[test]
fn the_same_history_again_changes_nothing() {
    let desk = Desk::with_clinic();
    let file = desk.warfarin();
    desk.run(&["import", file]).fine();
    let before = desk.run(&["verify", "--json"]).fine().json();
    let again = desk.run(&["import", file]).fine();
    assert!(again.out.ends_with("nothing new\n"), "{}", again.out);
    let after = desk.run(&["verify", "--json"]).fine().json();
    assert_eq!(before["clinics"][0]["head"], after["clinics"][0]["head"]);
}

#[test]
fn the_account_in_json_adds_up() {
    let desk = Desk::with_clinic();
    let report = desk
        .run(&["import", "--json", desk.warfarin()])
        .fine()
        .json();
    let file = &report["files"][0];
    let types = file["types"].as_array().unwrap();
    let sum: u64 = types
        .iter()
        .flat_map(|kind| [&kind["mapped"], &kind["not_used"], &kind["unreadable"]])
        .map(|count| count.as_u64().unwrap())
        .sum();
    assert_eq!(file["resources"].as_u64(), Some(sum));
    assert_eq!(file["patients"][0]["name"], "Aoife Kerr");
    assert_eq!(file["nothing_new"], false);
}

#[test]
fn a_broken_file_is_named_and_the_others_are_taken_in() {
    let desk = Desk::with_clinic();
    let broken = desk.file(
        "broken.json",
        "{\"resourceType\": \"Bundle\", \"entry\": [}",
    );
    let ran = desk.run(&["import", broken, desk.warfarin()]);
    assert!(ran.out.contains("Aoife Kerr (new)"), "{}", ran.out);
    insta::assert_snapshot!(ran.wrong());
}

#[test]
fn every_import_has_a_name_under_it() {
    let desk = Desk::with_clinic();
    let second = [
        "user",
        "add",
        "--login",
        "ola",
        "--name",
        "Ola",
        "--role",
        "practitioner",
    ];
    desk.run(&second).fine();
    let file = desk.warfarin();
    let complaint = desk.run(&["import", file]).wrong();
    assert!(complaint.contains("several practitioners"), "{complaint}");
    assert!(complaint.contains("--user"), "{complaint}");
    let complaint = desk.run(&["import", "--user", "nobody", file]).wrong();
    assert!(
        complaint.contains("nobody signs in as `nobody`"),
        "{complaint}"
    );
    desk.run(&["import", "--user", "ola", file]).fine();
}

#[test]
fn without_a_database_nothing_is_made_by_an_import() {
    let desk = Desk::new();
    let complaint = desk.run(&["import", desk.warfarin()]).wrong();
    assert!(
        complaint.contains("there is no database `filiform.db`"),
        "{complaint}"
    );
    assert!(complaint.contains("filiform user add"), "{complaint}");
    assert!(!desk.path("filiform.db").exists());
}
