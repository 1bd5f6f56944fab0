namespace WeightlessNet.Datasets;

/// <summary>How ratings of The Movies Dataset are joined with the metadata of films.</summary>
public enum MetadataJoin
{
    /// <summary>
    /// Looks up the MovieLens id of a rating in the links file, which gives the TMDB id of the metadata. This is the correct join.
    /// </summary>
    ThroughLinks,

    /// <summary>
    /// Uses the MovieLens id of a rating as a TMDB id. This is wrong: the two number films differently, so nearly every film gets the
    /// genres, year and votes of another film, and ratings whose id is not a TMDB id are lost. The code published with arXiv 2511.05499
    /// joins in this way; the option exists only to reproduce the paper's figures.
    /// </summary>
    MovieIdAsTmdbId,
}
