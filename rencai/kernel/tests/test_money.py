"""Money is exact to the 分, however it is typed."""

import pytest

from rencai.kernel.money import fen, per, yuan


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12000", 1_200_000), ("12,000.5", 1_200_050), ("0.01", 1), ("0.10", 10), ("１２．３０", 1230), (" 8元", 800),
        ("0", 0), ("999999999999.99", 99_999_999_999_999),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_the_last_fen(text: str, amount: int) -> None:
    assert fen(text) == amount


@pytest.mark.parametrize("text", ["", "一千", "-5", "1.234", "1.2.3", "1e3", "NaN", "1" * 13, "12万"])
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="请按元填写"):
        fen(text)


@pytest.mark.parametrize(("amount", "text"), [(1_234_567, "12,345.67"), (5, "0.05"), (0, "0.00"), (-150, "-1.50")])
def test_an_amount_is_shown_in_yuan(amount: int, text: str) -> None:
    assert yuan(amount) == text


@pytest.mark.parametrize(
    ("total", "number", "each"), [(100, 3, 33), (200, 3, 67), (1, 2, 1), (999, 1000, 1), (0, 7, 0)]
)
def test_a_share_is_rounded_half_up(total: int, number: int, each: int) -> None:
    assert per(total, number) == each
