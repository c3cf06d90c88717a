"""Why something could not be done for outlets is told in few words, however many they are."""

from campaigns.proofs.refused_places import MOST_REASONS, told_places


def test_each_reason_is_told_once_with_its_places() -> None:
    refused = [("Köln", "Zu."), ("Bonn", "Leer."), ("Trier", "Zu.")]
    assert told_places(refused) == ["Köln, Trier: Zu.", "Bonn: Leer."]
    assert told_places([]) == []


def test_a_thousand_outlets_fit_into_a_cookie() -> None:
    one = told_places((f"Ort {number}", "Zu.") for number in range(1000))
    assert one == [f"{', '.join(f'Ort {number}' for number in range(8))} … (+992): Zu."]
    each = told_places((f"Ort {number}", f"Grund {number}.") for number in range(1000))
    assert len(each) == MOST_REASONS + 1
    assert sum(map(len, each)) < 1000
