using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Paper.Internals;

/// <summary>
/// Samples users and their reviews for a <see cref="PaperProtocol"/>. The order of the ratings that it is given does not matter.
/// </summary>
internal sealed class PaperSampler
{
    private readonly PaperOptions _options;
    private readonly Rating[] _ratings;
    private readonly List<Range> _users = [];

    /// <summary>Creates a sampler over ratings of which no user has two of one item.</summary>
    public PaperSampler(Rating[] ratings, PaperOptions options)
    {
        _options = options;
        _ratings = (Rating[])ratings.Clone();
        Array.Sort(_ratings, static (left, right) => (left.User, left.Item).CompareTo((right.User, right.Item)));
        int start = 0;
        for (int end = 1; end <= _ratings.Length; end++)
        {
            if (end == _ratings.Length || _ratings[end].User != _ratings[start].User)
            {
                _users.Add(start..end);
                start = end;
            }
        }
    }

    /// <summary>How many users have at least so many reviews.</summary>
    public int CountUsers(int reviews) => _users.Count(range => LengthOf(range) >= reviews);

    /// <summary>Samples users who have enough reviews, and of each so many reviews, both without replacement.</summary>
    /// <remarks>The sample hangs on the seed and the number of reviews alone, not on which other experiments there are.</remarks>
    public PaperSample Draw(int reviews, ulong seed)
    {
        SplitMix64 seeds = new(seed);
        SplitMix64 random = new(seeds.Next() + (ulong)reviews);
        Range[] sampled = [.. _users.Where(range => LengthOf(range) >= reviews)];
        random.Shuffle<Range>(sampled);
        Array.Resize(ref sampled, _options.Users);
        Array.Sort(sampled, static (left, right) => left.Start.Value.CompareTo(right.Start.Value));

        int trainPerUser = _options.TrainCount(reviews);
        int testPerUser = reviews - trainPerUser;
        Rating[] train = new Rating[trainPerUser * sampled.Length];
        Rating[] test = new Rating[testPerUser * sampled.Length];
        for (int user = 0; user < sampled.Length; user++)
        {
            // A range of an array is a copy: the sampler's own ratings stay in order.
            Rating[] drawn = _ratings[sampled[user]];
            random.Shuffle<Rating>(drawn);
            for (int i = 0; i < reviews; i++)
            {
                Rating truncated = drawn[i] with { Value = Truncate(drawn[i].Value) };
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

    private static int LengthOf(Range range) => range.End.Value - range.Start.Value;

    private float Truncate(float stars) => _options.Truncation == PaperTruncation.WholeStars ? MathF.Truncate(stars) : stars;
}
