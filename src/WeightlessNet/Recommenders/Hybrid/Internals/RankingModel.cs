using System.Buffers;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// The fields, central models, weights and networks from which a ranking answers, made by a training or without one. It does not change
/// with the catalog.
/// </summary>
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

    /// <param name="fields">The fields of the items.</param>
    /// <param name="addresses">The addresses of the items at any time, at one network for each group.</param>
    /// <param name="centrals">The central models. They may have fewer items than the catalog.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="likedFrom">The lowest rating of a like.</param>
    /// <param name="options">The options of the ranking.</param>
    public RankingModel(
        RankingFields fields,
        LogOddsAddresses[] addresses,
        IReadOnlyList<IItemScoringRecommender> centrals,
        RankingWeights weights,
        float likedFrom,
        WeightlessRankingOptions options)
    {
        Fields = fields;
        Centrals = centrals;
        Weights = weights;
        Networks =
        [
            .. weights.Groups.Zip(addresses, (weighted, network) =>
                new LogOddsNetwork(network, weighted.Readings, likedFrom, options.CellShrinkage)),
        ];
        Pool = new WorkspacePool<RankingWorkspace>(() => new RankingWorkspace(Networks));
        _centralNames = NamesOf(centrals);
        int[] read = [.. Enumerable.Range(0, centrals.Count).Where(IsRead)];
        ReadsCentral = read.Length > 0;
        CentralItemCount = read.Length == 0 ? 0 : read.Max(central => centrals[central].ItemCount);
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

    /// <summary>The number of items, from the first on, that a central model that counts may know.</summary>
    public int CentralItemCount { get; }

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

    /// <summary>
    /// Writes the weighted sum of the central models' scores of all items for a user. An item that a model does not know, because it was
    /// added later, gets 0 from it, as every item does that nobody likes.
    /// </summary>
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
                    AddCentral(central, ratings, scores.AsSpan(0, Centrals[central].ItemCount), sums);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores, clearArray: true);
        }
    }

    /// <summary>
    /// What each central model that counts says of its items for a user with ratings, with the model's name. It says nothing of items
    /// beyond.
    /// </summary>
    public (string Name, long[] Amounts)[] CentralParts(UserRatings ratings)
    {
        List<(string, long[])> parts = [];
        for (int central = 0; central < Centrals.Count; central++)
        {
            if (IsRead(central))
            {
                long[] amounts = new long[Centrals[central].ItemCount];
                AddCentral(central, ratings, new float[amounts.Length], amounts);
                parts.Add((_centralNames[central], amounts));
            }
        }

        return [.. parts];
    }

    /// <summary>What a user's tables add to the score of an item.</summary>
    public long SumOf(RankingItems items, int item, LogOddsTables tables)
    {
        long sum = 0;
        for (int network = 0; network < Networks.Length; network++)
        {
            sum += items.Addresses[network].SumOf(item, tables[network]) * Networks[network].Step;
        }

        return sum;
    }

    /// <summary>The scores of all items: what central models say, and what a user's tables add.</summary>
    public long[] WithNetworks(RankingItems items, ReadOnlySpan<long> central, LogOddsTables tables)
    {
        long[] scores = new long[items.Count];
        central.CopyTo(scores);
        Span<long> block = stackalloc long[LogOddsNetwork.BlockSize];
        Span<int> sums = stackalloc int[LogOddsNetwork.BlockSize];
        for (int start = 0; start < scores.Length; start += LogOddsNetwork.BlockSize)
        {
            Span<long> part = scores.AsSpan(start, Math.Min(LogOddsNetwork.BlockSize, scores.Length - start));
            part.CopyTo(block);
            AddNetworks(items, start / LogOddsNetwork.BlockSize, tables, sums, block);
            block[..part.Length].CopyTo(part);
        }

        return scores;
    }

    /// <summary>Adds to the scores of a block's items what a user's tables add.</summary>
    /// <param name="items">The items.</param>
    /// <param name="block">The block.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="sums">Scratch memory for a block.</param>
    /// <param name="scores">The scores of the block's items.</param>
    public void AddNetworks(RankingItems items, int block, LogOddsTables tables, Span<int> sums, Span<long> scores)
    {
        for (int network = 0; network < Networks.Length; network++)
        {
            items.Addresses[network].Sum(block, tables[network], sums);
            RankingScores.Add(sums, Networks[network].Step, scores);
        }
    }

    /// <summary>Clears all user data in scratch memory and drops the scores that are kept for users.</summary>
    public void Clear()
    {
        Pool.Clear();
        Kept.Clear();
    }

    /// <summary>Scores all items that a central model knows for a user.</summary>
    public static void Score(IItemScoringRecommender central, UserRatings log, Span<float> scores)
    {
        // Clear the user's ratings before others rent the memory.
        RatedItem[] ratings = ArrayPool<RatedItem>.Shared.Rent(log.Length);
        try
        {
            log.CopyTo(ratings);

            // Ratings are sorted by item, so those of items that the model does not know are the last ones.
            int known = log.Length;
            while (known > 0 && ratings[known - 1].Item >= scores.Length)
            {
                known--;
            }

            central.Score(ratings.AsSpan(0, known), scores);
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
