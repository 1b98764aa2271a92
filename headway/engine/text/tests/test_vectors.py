import numpy as np

from headway.engine.text.vectors import embed


def test_rows_are_unit_vectors_and_blank_texts_zero():
    vectors = embed(["my card is lost", "", " \n"])
    assert (vectors.shape, vectors.dtype) == ((3, 256), np.float32)
    assert np.linalg.norm(vectors, axis=1).round(5).tolist() == [1.0, 0.0, 0.0]


def test_a_text_has_the_same_vector_in_any_company():
    alone = embed(["my card is lost"])[0]
    beside = embed(["a much longer text about other matters entirely", "my card is lost"])[1]
    assert np.array_equal(alone, beside)


def test_no_texts_have_no_rows():
    assert embed([]).shape == (0, 256)
