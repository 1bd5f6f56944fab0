using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>The films of a dataset as patterns of bits.</summary>
/// <param name="Films">As all systems see them but one.</param>
/// <param name="PaperFilms">As the paper's state machine sees them: its own 26 bits where the data has what they are made of.</param>
internal sealed record FilmCatalogs(ItemCatalog Films, ItemCatalog PaperFilms)
{
    /// <summary>How many films there are.</summary>
    public int Count => Films.Count;
}
