namespace MovieLensSample;

/// <summary>Whether a low or a high figure is better.</summary>
internal enum Better
{
    Neither,
    Less,
    More,
}
