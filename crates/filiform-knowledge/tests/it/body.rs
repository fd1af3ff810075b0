//! The skin that ships: what it promises to the charts that are drawn on it.

use filiform_knowledge::{Body, DrawnSkin, Figure, Knowledge, SkinPlace, TriangleSet};
use filiform_units::Side;

fn body() -> std::sync::Arc<Body> {
    Body::embedded().expect("the body that ships can be read")
}

fn knowledge() -> Knowledge {
    Knowledge::embedded().expect("the knowledge that ships is sound")
}

#[test]
fn every_point_has_a_place_on_both_bodies() {
    let (knowledge, body) = (knowledge(), body());
    for (_, point) in knowledge.points().iter() {
        for figure in Figure::ALL {
            let place = body.point(figure, point.code.as_str());
            let place = place.unwrap_or_else(|| panic!("{} has no place", point.code));
            assert!(!place.views.is_empty(), "no picture shows {}", point.code);
            let side = body.side(place.place);
            assert!(
                !point.midline || side == Side::Midline,
                "{} is {side:?}",
                point.code
            );
        }
    }
}

#[test]
fn every_name_on_the_skin_is_a_name_of_the_knowledge() {
    let (knowledge, body) = (knowledge(), body());
    for triangle in 0..u16::try_from(body.triangles()).unwrap() {
        let place = SkinPlace::new(triangle, [1.0, 1.0, 1.0]).unwrap();
        let region = body.region(place).expect("every triangle lies in a region");
        assert!(knowledge.region_key(region).is_some(), "region {region}");
        if let Some(name) = body.dermatome(place) {
            assert!(knowledge.segment_key(name).is_some(), "segment {name}");
        }
        if let Some(name) = body.muscle(place) {
            assert!(knowledge.muscle_key(name).is_some(), "muscle {name}");
        }
    }
}

#[test]
fn a_mirrored_place_lies_as_far_on_the_other_side() {
    let body = body();
    for figure in Figure::ALL {
        for code in ["ST36", "LI4", "BL23", "GB20"] {
            let left = body.place(figure, code, Side::Left).unwrap();
            let right = body.place(figure, code, Side::Right).unwrap();
            assert_eq!(body.mirrored(right), left);
            let (l, r) = (body.position(figure, left), body.position(figure, right));
            assert!(
                (l[0] + r[0]).abs() < 0.01 && (l[1] - r[1]).abs() < 0.01,
                "{code}"
            );
            assert!(l[0] > 0.0, "the left is where x grows");
            assert_eq!(body.region(left), body.region(right));
            assert_eq!(
                (body.side(left), body.side(right)),
                (Side::Left, Side::Right)
            );
        }
    }
}

#[test]
fn the_nearest_point_to_a_point_is_itself() {
    let (knowledge, body) = (knowledge(), body());
    for (_, point) in knowledge.points().iter() {
        let place = body
            .place(Figure::Female, point.code.as_str(), Side::Left)
            .unwrap();
        let near = body.nearest(place).expect("there are points");
        assert!(
            near.distance_mm <= 3,
            "{} is {} mm from {}",
            point.code,
            near.distance_mm,
            near.code
        );
    }
}

#[test]
fn a_place_survives_being_written_and_read() {
    let body = body();
    let place = body.place(Figure::Male, "ST36", Side::Right).unwrap();
    assert_eq!(body.parse_place(&place.to_string()), Ok(place));
}

#[test]
fn a_place_that_is_none_is_refused_with_the_way_out() {
    let body = body();
    for text in [
        "",
        "1",
        "1:2:3",
        "a:0.3:0.3:0.4",
        "1:0.3:0.3:0.3:0.1",
        "1:9:9:9",
        "1:-1:1:1",
        "1:NaN:0:1",
    ] {
        let error = body.parse_place(text).unwrap_err();
        assert!(
            error.to_string().contains("tap the body again"),
            "{text}: {error}"
        );
    }
    let beyond = format!("{}:0.2:0.3:0.5", body.triangles());
    assert!(
        body.parse_place(&beyond)
            .unwrap_err()
            .to_string()
            .contains("no triangle")
    );
}

#[test]
fn an_area_survives_being_written_and_read() {
    let area = TriangleSet::new([9, 3, 4, 5, 9, 12]);
    assert_eq!(area.to_string(), "3-5.9.12");
    assert_eq!(TriangleSet::parse("3-5.9.12", 13), Ok(area));
    for text in ["5-3", "x", "3-", "-3", "12-13"] {
        assert!(TriangleSet::parse(text, 13).is_err(), "{text}");
    }
}

#[test]
fn the_front_of_the_right_knee_reads_l3_and_l4() {
    let body = body();
    let skin = body.triangles_of_region("knee", Side::Right);
    let drawn = DrawnSkin {
        figure: Figure::Female,
        area: &skin,
    };
    let read = body.read_area(drawn);
    assert_eq!(read.regions.len(), 1);
    assert_eq!(
        (read.regions[0].name.as_str(), read.regions[0].side),
        ("knee", Side::Right)
    );
    let segments: Vec<&str> = read
        .dermatomes
        .iter()
        .map(|share| share.name.as_str())
        .collect();
    assert!(
        segments.contains(&"L3") && segments.contains(&"L4"),
        "{segments:?}"
    );
    assert!((0.2..4.0).contains(&read.percent), "{}", read.percent);
}

#[test]
fn every_region_has_a_middle_that_lies_in_it() {
    let (knowledge, body) = (knowledge(), body());
    for (_, region) in knowledge.regions().iter() {
        let name = region.id.as_str();
        let Some(middle) = body.middle_of_region(name, Side::Right) else {
            // Hidden by the skin: inside the lip, between the thighs.
            assert!(
                ["mouth", "perineum"].contains(&name),
                "{name} is not on the skin"
            );
            continue;
        };
        assert_eq!(body.region(middle), Some(name));
    }
}

#[test]
fn what_a_picture_shows_lies_on_it() {
    let (knowledge, body) = (knowledge(), body());
    for (_, point) in knowledge.points().iter() {
        for figure in Figure::ALL {
            let at = body.point(figure, point.code.as_str()).unwrap();
            for view in &at.views {
                let camera = body.camera(view).unwrap();
                let on = camera.project(figure, body.position(figure, at.place));
                // A dot at the edge of a close-up may be cut in half.
                let inside = |part: f32| (-0.03..=1.03).contains(&part);
                let inside = inside(on.x) && inside(on.y);
                assert!(inside, "{} on {view}: {on:?}", point.code);
            }
        }
    }
}
