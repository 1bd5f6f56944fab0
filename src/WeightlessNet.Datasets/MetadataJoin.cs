namespace WeightlessNet.Datasets;

/// <summary>How the ratings of The Movies Dataset find the metadata of their films.</summary>
public enum MetadataJoin
{
    /// <summary>
    /// The MovieLens id of a rating is looked up in the links file, which gives the TMDB id of the metadata. This is right.
    /// </summary>
    ThroughLinks,

    /// <summary>
    /// The MovieLens id of a rating is taken for a TMDB id. This is wrong: the two number films differently, so that nearly every film gets
    /// the genres, year and votes of some other film, and the ratings whose id happens to be no TMDB id are lost. The code published with
    /// arXiv 2511.05499 joins in this way; it is here only so that the paper's figures can be reproduced.
    /// </summary>
    MovieIdAsTmdbId,
}
