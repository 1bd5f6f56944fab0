using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>The training ratings and the later stream of ratings of users who change their taste. Immutable.</summary>
/// <param name="UserCount">How many users change their taste.</param>
/// <param name="Train">The training ratings, in the given order.</param>
/// <param name="Stream">
/// The ratings that are predicted and learned one by one, in turns of one rating per user; ratings after the change are mirrored.
/// </param>
internal sealed record TasteChangePlan(int UserCount, Rating[] Train, Rating[] Stream)
{
    /// <summary>Creates a plan for ratings without repeated pairs of user and item.</summary>
    /// <exception cref="ArgumentException">No user has enough ratings.</exception>
    public static TasteChangePlan Of(Rating[] ratings, RatingScale scale, TasteChangeOptions options)
    {
        UserPositions users = UserPositions.ByTime(ratings);
        int[] sampled = Sample(users, options);
        if (sampled.Length == 0)
        {
            throw new ArgumentException($"No user has {options.RatingsNeeded} ratings of different items.", nameof(ratings));
        }

        ItemMeans means = new(ratings);
        int streamed = options.RatingsBefore + options.RatingsAfter;
        bool[] trains = new bool[ratings.Length];
        Array.Fill(trains, true);
        Rating[] stream = new Rating[streamed * sampled.Length];
        for (int i = 0; i < sampled.Length; i++)
        {
            ReadOnlySpan<int> later = users.PositionsAt(sampled[i])[options.HistoryRatings..];
            for (int place = 0; place < later.Length; place++)
            {
                // Ratings after the end of the stream are neither trained nor tested.
                trains[later[place]] = false;
                if (place < streamed)
                {
                    Rating rating = ratings[later[place]];
                    stream[(place * sampled.Length) + i] =
                        place < options.RatingsBefore ? rating : Mirror(rating, means.WithoutOwn(rating), scale);
                }
            }
        }

        return new TasteChangePlan(sampled.Length, [.. ratings.Where((_, i) => trains[i])], stream);
    }

    private static int[] Sample(UserPositions users, TasteChangeOptions options)
    {
        int[] eligible = users.WithAtLeast(options.RatingsNeeded);
        SplitMix64 random = new(options.Seed);
        random.Shuffle<int>(eligible);
        int[] sampled = eligible[..Math.Min(options.MaximumUsers, eligible.Length)];
        Array.Sort(sampled);
        return sampled;
    }

    private static Rating Mirror(Rating rating, double mean, RatingScale scale) =>
        rating with { Value = scale.ValueOf(scale.LevelOf(mean - (rating.Value - mean))) };

    /// <summary>The mean rating of each item without the user's own rating.</summary>
    private sealed class ItemMeans
    {
        private readonly Dictionary<int, (double Sum, int Count)> _items = [];
        private readonly double _mean;

        public ItemMeans(Rating[] ratings)
        {
            double total = 0;
            foreach (Rating rating in ratings)
            {
                (double sum, int count) = _items.GetValueOrDefault(rating.Item);
                _items[rating.Item] = (sum + rating.Value, count + 1);
                total += rating.Value;
            }

            _mean = total / ratings.Length;
        }

        /// <summary>The mean of all other users' ratings of the item; the mean of all ratings if there are none.</summary>
        public double WithoutOwn(in Rating rating)
        {
            (double sum, int count) = _items[rating.Item];
            return count == 1 ? _mean : (sum - rating.Value) / (count - 1);
        }
    }
}
