using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>The films of a dataset as patterns of bits.</summary>
/// <param name="Films">As all systems except one see them.</param>
/// <param name="PaperFilms">As the paper's state machine sees them: the paper's 26 bits if the data has the columns for them.</param>
internal sealed record FilmCatalogs(ItemCatalog Films, ItemCatalog PaperFilms)
{
    /// <summary>The number of films.</summary>
    public int Count => Films.Count;
}
