namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>All items and their answers for one user, at one moment. Answers are integers in the order of the scores.</summary>
internal interface IRankedItems
{
    /// <summary>The number of items, removed ones too.</summary>
    int ItemCount { get; }

    /// <summary>The user's ratings.</summary>
    UserRatings Ratings { get; }

    /// <summary>The items of a block of 64 that may be recommended: bit i is item i of the block.</summary>
    ulong ItemsOf(int block);

    /// <summary>The answer for an item of the catalog, adjusted by the filter.</summary>
    long AnswerOf(int item, scoped in RecommendationFilter filter);

    /// <summary>Writes the answers for a block of 64 items, adjusted by the filter.</summary>
    void WriteAnswers(int block, scoped in RecommendationFilter filter, scoped Span<long> answers);

    /// <summary>The score that an answer stands for.</summary>
    double ToScore(long answer);
}
