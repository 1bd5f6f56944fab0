using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Bits of an item that a training makes from the ratings: thermometers of its mean rating and of its number of ratings, and thermometers
/// of factors of its audience, that is of who rates it, regardless of the rating.
/// </summary>
internal static class TrainedBits
{
    public const string CrowdRating = "crowd rating";
    public const string CrowdPopularity = "crowd popularity";
    public const string Audience = "audience";

    private const int RatingLevels = 8;
    private const int PopularityLevels = 6;
    private const int AudienceLevels = 3;
    private const double Shrinkage = 5;

    /// <summary>The part of an explanation that a trained field belongs to: all factors of the audience are one.</summary>
    public static string PartOf(string field) => field is CrowdRating or CrowdPopularity ? field : Audience;

    /// <summary>What a part of an explanation is, given its name.</summary>
    public static ContributionKind KindOf(string part) => part switch
    {
        CrowdRating => ContributionKind.CrowdRating,
        CrowdPopularity => ContributionKind.CrowdPopularity,
        _ => ContributionKind.Audience,
    };

    /// <summary>Makes the bits; null if there are no ratings.</summary>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="ratings">The ratings, at most one for each user and item.</param>
    /// <param name="options">The options: the seed of the initial factors, and how many threads train.</param>
    /// <param name="needsAudience">Whether bits of the audience are needed.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    public static ItemCatalog? Train(
        int itemCount,
        RatingScale scale,
        ReadOnlySpan<Rating> ratings,
        WeightlessRankingOptions options,
        bool needsAudience,
        CancellationToken cancellationToken)
    {
        if (ratings.IsEmpty)
        {
            return null;
        }

        RatingUnits units = new(scale);
        int[] counts = new int[itemCount];
        long[] sums = new long[itemCount];
        long total = 0;
        foreach (ref readonly Rating rating in ratings)
        {
            int value = units.FromRating(Counted(rating.Value));
            counts[rating.Item]++;
            sums[rating.Item] += value;
            total += value;
        }

        float Counted(float value) => !options.MeansAreOfLikes ? value : value < options.LikedFrom ? scale.Minimum : scale.Maximum;

        double prior = Shrinkage * total / ratings.Length;
        double Mean(int item) => (sums[item] + prior) / (counts[item] + Shrinkage);
        FeatureSchemaBuilder<int> builder = new FeatureSchemaBuilder<int>()
            .QuantileThermometer(CrowdRating, item => Mean(item), RatingLevels, item => counts[item])
            .QuantileThermometer(CrowdPopularity, item => counts[item], PopularityLevels, item => counts[item]);
        if (needsAudience && (long)itemCount * AudienceBits.Factors <= Array.MaxLength)
        {
            AudienceBits.Factorize(itemCount, scale, ratings, options.Seed, options.MaxDegreeOfParallelism, cancellationToken)
                .AddTo(builder, Audience, item => item, AudienceLevels, item => counts[item]);
        }

        // Do not keep the factors and ratings alive with the bits.
        int[] items = [.. Enumerable.Range(0, itemCount)];
        return ItemCatalog.Create(builder.Fit(items), items).Detach();
    }
}
