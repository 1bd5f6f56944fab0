namespace MovieLensSample;

/// <summary>Which figures of a column are good.</summary>
internal enum Better
{
    Neither,
    Less,
    More,
}
