"""Inner loops in machine code."""

from essaim.algorithms.compiled import compiled


def test_a_loop_that_can_be_kept_nowhere_is_compiled_all_the_same():
    without_a_file = {}
    exec("def double(number): return 2 * number", without_a_file)

    double = compiled(without_a_file["double"])

    assert (double(21), double.nopython_signatures != []) == (42, True)
