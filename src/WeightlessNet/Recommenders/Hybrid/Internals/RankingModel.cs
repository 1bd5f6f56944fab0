using System.Buffers;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The bits, central models, weights and networks from which a ranking answers, made by a training or without one.</summary>
/// <remarks>Immutable and thread-safe, but for the workspaces that it lends. Central models are asked by several threads at once.</remarks>
internal sealed class RankingModel
{
    /// <summary>The number of fraction bits of a score.</summary>
    public const int FractionBits = 24;

    // Without a training, the user's best item by a central model is so many bits above one of which the model knows nothing.
    private const long UntrainedRange = 5L << FractionBits;
    private const double GreatestCentralScore = 1 << 16;
    private const int ShareBits = 32;

    private readonly string[] _centralNames;

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
        Networks = LogOddsNetworks.Of(fields, weights, likedFrom, options);
        Pool = new WorkspacePool<RankingWorkspace>(() => new RankingWorkspace(Networks));
        _centralNames = NamesOf(centrals);
        ReadsCentral = Enumerable.Range(0, centrals.Count).Any(IsRead);
    }

    public RankingFields Fields { get; }

    public IReadOnlyList<IItemScoringRecommender> Centrals { get; }

    public RankingWeights Weights { get; }

    /// <summary>The networks, one for each group.</summary>
    public LogOddsNetwork[] Networks { get; }

    /// <summary>Scratch memory.</summary>
    public WorkspacePool<RankingWorkspace> Pool { get; }

    /// <summary>Limits the memory for the scores that are kept for users.</summary>
    public KeptRows Kept { get; } = new();

    /// <summary>Whether a central model counts.</summary>
    public bool ReadsCentral { get; }

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

    /// <summary>Writes the weighted sum of the central models' scores of all items for a user.</summary>
    public void WriteCentral(UserRatings ratings, Span<long> sums)
    {
        sums.Clear();
        float[] scores = ArrayPool<float>.Shared.Rent(sums.Length);
        try
        {
            for (int central = 0; central < Centrals.Count; central++)
            {
                if (IsRead(central))
                {
                    AddCentral(central, ratings, scores.AsSpan(0, sums.Length), sums);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores, clearArray: true);
        }
    }

    /// <summary>What each central model says of an item for a user with ratings, with the model's name.</summary>
    public (string Name, long Amount)[] CentralPartsOf(int item, UserRatings ratings)
    {
        List<(string, long)> parts = [];
        float[] scores = new float[Fields.ItemCount];
        long[] amounts = new long[Fields.ItemCount];
        for (int central = 0; central < Centrals.Count; central++)
        {
            if (IsRead(central))
            {
                Array.Clear(amounts);
                AddCentral(central, ratings, scores, amounts);
                parts.Add((_centralNames[central], amounts[item]));
            }
        }

        return [.. parts];
    }

    /// <summary>What a user's tables add to the score of an item.</summary>
    public long SumOf(int item, LogOddsTables tables)
    {
        long sum = 0;
        for (int network = 0; network < Networks.Length; network++)
        {
            sum += Networks[network].Addresses.SumOf(item, tables[network]) * Networks[network].Step;
        }

        return sum;
    }

    /// <summary>The scores of all items: what central models say, and what a user's tables add.</summary>
    public long[] WithNetworks(ReadOnlySpan<long> central, LogOddsTables tables)
    {
        long[] scores = central.ToArray();
        Span<long> block = stackalloc long[LogOddsNetwork.BlockSize];
        Span<int> sums = stackalloc int[LogOddsNetwork.BlockSize];
        for (int start = 0; start < scores.Length; start += LogOddsNetwork.BlockSize)
        {
            Span<long> part = scores.AsSpan(start, Math.Min(LogOddsNetwork.BlockSize, scores.Length - start));
            part.CopyTo(block);
            AddNetworks(start / LogOddsNetwork.BlockSize, tables, sums, block);
            block[..part.Length].CopyTo(part);
        }

        return scores;
    }

    /// <summary>Adds to the scores of a block's items what a user's tables add.</summary>
    /// <param name="block">The block.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="sums">Scratch memory for a block.</param>
    /// <param name="scores">The scores of the block's items.</param>
    public void AddNetworks(int block, LogOddsTables tables, Span<int> sums, Span<long> scores)
    {
        for (int network = 0; network < Networks.Length; network++)
        {
            Networks[network].Addresses.Sum(block, tables[network], sums);
            RankingScores.Add(sums, Networks[network].Step, scores);
        }
    }

    /// <summary>Clears all user data in scratch memory and drops the scores that are kept for users.</summary>
    public void Clear()
    {
        Pool.Clear();
        Kept.Clear();
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
