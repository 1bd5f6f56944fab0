using System.Buffers;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The bits, central models, weights and networks from which a ranking answers, made by a training or without one.</summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class RankingModel
{
    /// <summary>The number of fraction bits of a score.</summary>
    public const int FractionBits = 24;

    // Without a training, the user's best item by a central model is so many bits above one of which the model knows nothing.
    private const long UntrainedRange = 5L << FractionBits;
    private const double GreatestCentralScore = 1 << 16;
    private const int ShareBits = 32;

    private readonly string[] _centralNames;

    // The popularity by the number of likes, for one number of users; 0 where it is not computed.
    private long[] _popularityByLikes = [];
    private int _popularityUsers = -1;

    public RankingModel(
        RankingFields fields,
        IReadOnlyList<IItemScoringRecommender> centrals,
        RankingWeights weights,
        float likedFrom,
        WeightlessRankingOptions options)
    {
        Fields = fields;
        Centrals = centrals;
        Weights = weights;
        Networks = new LogOddsNetworks(fields, weights, likedFrom, options);
        _centralNames = NamesOf(centrals);
    }

    public RankingFields Fields { get; }

    public IReadOnlyList<IItemScoringRecommender> Centrals { get; }

    public RankingWeights Weights { get; }

    public LogOddsNetworks Networks { get; }

    /// <summary>Names for central models, all different.</summary>
    public static string[] NamesOf(IReadOnlyList<IItemScoringRecommender> centrals)
    {
        string[] names = new string[centrals.Count];
        for (int i = 0; i < names.Length; i++)
        {
            string name = centrals[i] switch
            {
                EaseRecommender => "EASE",
                ImplicitFactorizationRecommender => "factorization",
                _ => "central model",
            };
            names[i] = name;
            for (int number = 2; Array.IndexOf(names, names[i]) < i; number++)
            {
                names[i] = FormattableString.Invariant($"{name} {number}");
            }
        }

        return names;
    }

    /// <summary>
    /// The logarithm of an item's popularity: the share of users who like it, with half a like and half a dislike added, in bits.
    /// </summary>
    public static long PopularityOf(int likes, int users)
    {
        ulong share = (((2 * (ulong)likes) + 1) << (ShareBits - 1)) / ((ulong)users + 1);
        return (FixedLog2.Of(share) - ((long)ShareBits << FixedLog2.FractionBits)) << (FractionBits - FixedLog2.FractionBits);
    }

    /// <summary>Takes note of the ratings of all items.</summary>
    public void Follow(LikedRatings ratings)
    {
        for (int item = 0; item < Fields.ItemCount; item++)
        {
            Networks.SetRatings(item, ratings.RatingsOf(item));
        }
    }

    /// <summary>Leaves nothing of a user who has no ratings any longer.</summary>
    public void Forget(int user)
    {
        Networks.Forget(user);
        Array.Clear(_popularityByLikes);
        _popularityUsers = -1;
    }

    /// <summary>Writes the scores of all items for a user before the networks: popularity and central models.</summary>
    public void WriteBases(UserRatings log, LikedRatings ratings, int users, Span<long> bases)
    {
        for (int item = 0; item < bases.Length; item++)
        {
            bases[item] = PopularityPart(ratings.LikesOf(item), users, log);
        }

        if (Centrals.Count == 0 || log.IsEmpty)
        {
            return;
        }

        float[] scores = ArrayPool<float>.Shared.Rent(bases.Length);
        try
        {
            for (int central = 0; central < Centrals.Count; central++)
            {
                if (IsRead(central))
                {
                    AddCentral(central, log, scores.AsSpan(0, bases.Length), bases);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores, clearArray: true);
        }
    }

    /// <summary>
    /// The parts of an item's score for a user before the networks, with their names. Their sum is what <see cref="WriteBases"/> writes.
    /// </summary>
    public (string Name, long Amount)[] BasePartsOf(int item, UserRatings log, LikedRatings ratings, int users)
    {
        List<(string, long)> parts = [("popularity", PopularityPart(ratings.LikesOf(item), users, log))];
        if (!log.IsEmpty)
        {
            float[] scores = new float[Fields.ItemCount];
            long[] amounts = new long[Fields.ItemCount];
            for (int central = 0; central < Centrals.Count; central++)
            {
                if (IsRead(central))
                {
                    Array.Clear(amounts);
                    AddCentral(central, log, scores, amounts);
                    parts.Add((_centralNames[central], amounts[item]));
                }
            }
        }

        return [.. parts];
    }

    /// <summary>Scores all items for a user with a central model.</summary>
    public static void Score(IItemScoringRecommender central, UserRatings log, Span<float> scores)
    {
        // Clear the user's ratings before others rent the memory.
        RatedItem[] ratings = ArrayPool<RatedItem>.Shared.Rent(log.Length);
        try
        {
            log.CopyTo(ratings);
            central.Score(ratings.AsSpan(0, log.Length), scores);
        }
        finally
        {
            ArrayPool<RatedItem>.Shared.Return(ratings, clearArray: true);
        }
    }

    /// <summary>A central model's score as a finite number of a limited size: 0 for NaN.</summary>
    public static double Limited(float score) =>
        float.IsNaN(score) ? 0 : Math.Clamp((double)score, -GreatestCentralScore, GreatestCentralScore);

    private bool IsRead(int central) => Weights.Centrals is null || Weights.Centrals[central] > 0;

    // A user without ratings gets the most popular items, whatever popularity weighs for others.
    private long PopularityPart(int likes, int users, UserRatings log)
    {
        long popularity = KnownPopularityOf(likes, users);
        return log.IsEmpty ? popularity : (popularity * Weights.Popularity) >> RankingWeights.UnitBits;
    }

    private long KnownPopularityOf(int likes, int users)
    {
        if (users != _popularityUsers)
        {
            Array.Clear(_popularityByLikes);
            _popularityUsers = users;
        }

        if (likes >= _popularityByLikes.Length)
        {
            Array.Resize(ref _popularityByLikes, Math.Max(likes + 1, 2 * _popularityByLikes.Length));
        }

        ref long popularity = ref _popularityByLikes[likes];
        popularity = popularity == 0 ? PopularityOf(likes, users) : popularity;
        return popularity;
    }

    private void AddCentral(int central, UserRatings log, Span<float> scores, Span<long> destination)
    {
        Score(Centrals[central], log, scores);
        if (Weights.Centrals is not null)
        {
            long weight = Weights.Centrals[central];
            for (int item = 0; item < scores.Length; item++)
            {
                destination[item] += (WholeOf(scores[item]) * weight) >> RankingWeights.UnitBits;
            }

            return;
        }

        long best = 0;
        foreach (float score in scores)
        {
            best = Math.Max(best, WholeOf(score));
        }

        for (int item = 0; item < scores.Length && best > 0; item++)
        {
            Int128 share = (Int128)Math.Max(-best, WholeOf(scores[item])) * UntrainedRange;
            destination[item] += (long)(share / best) / Centrals.Count;
        }
    }

    private static long WholeOf(float score) => (long)Math.Round(Limited(score) * (1L << FractionBits));
}
