using WeightlessNet.Bits;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Paper.Internals;

/// <summary>
/// Samples users and their reviews for a <see cref="PaperProtocol"/>. The sample does not depend on the order of the ratings.
/// </summary>
internal sealed class PaperSampler
{
    private readonly PaperOptions _options;
    private readonly Rating[] _ratings;
    private readonly UserPositions _users;

    /// <summary>Creates a sampler for ratings without repeated pairs of user and item.</summary>
    public PaperSampler(Rating[] ratings, PaperOptions options)
    {
        _options = options;
        _ratings = ratings;
        _users = UserPositions.ByItem(ratings);
    }

    /// <summary>How many users have at least a number of reviews.</summary>
    public int CountUsers(int reviews) => _users.WithAtLeast(reviews).Length;

    /// <summary>Samples users who have enough reviews, and a number of reviews of each, both without replacement.</summary>
    /// <remarks>The sample depends only on the seed and the number of reviews, not on the other experiments.</remarks>
    public PaperSample Draw(int reviews, ulong seed)
    {
        SplitMix64 seeds = new(seed);
        SplitMix64 random = new(seeds.Next() + (ulong)reviews);
        int[] sampled = _users.WithAtLeast(reviews);
        random.Shuffle<int>(sampled);
        Array.Resize(ref sampled, _options.Users);
        Array.Sort(sampled);

        int trainPerUser = _options.TrainCount(reviews);
        int testPerUser = reviews - trainPerUser;
        Rating[] train = new Rating[trainPerUser * sampled.Length];
        Rating[] test = new Rating[testPerUser * sampled.Length];
        for (int user = 0; user < sampled.Length; user++)
        {
            // A copy: other samples start from the original order.
            int[] drawn = _users.PositionsAt(sampled[user]).ToArray();
            random.Shuffle<int>(drawn);
            for (int i = 0; i < reviews; i++)
            {
                Rating rating = _ratings[drawn[i]];
                Rating truncated = rating with { Value = Truncate(rating.Value) };
                if (i < trainPerUser)
                {
                    train[(user * trainPerUser) + i] = truncated;
                }
                else
                {
                    test[(user * testPerUser) + i - trainPerUser] = truncated;
                }
            }
        }

        return new PaperSample(reviews, seed, sampled.Length, train, test);
    }

    private float Truncate(float stars) => _options.Truncation == PaperTruncation.WholeStars ? MathF.Truncate(stars) : stars;
}
