using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// What a ranking can be made of, each for itself: popularity, the central models, and both readings of every group. Used to learn their
/// weights.
/// </summary>
internal sealed class RankingFeatures
{
    private readonly RankingModel _model;
    private readonly RankingItems _items;
    private readonly int _readings;
    private readonly float[] _popularity;
    private readonly RankingWorkspace _workspace;
    private readonly RankingBackground _background;

    /// <param name="model">The central models and the networks of all groups.</param>
    /// <param name="items">The items at these networks.</param>
    /// <param name="ratings">The ratings that the model was trained on.</param>
    /// <param name="users">The number of users with ratings.</param>
    /// <param name="readsRatings">Whether the reading of all ratings differs from that of the likes.</param>
    public RankingFeatures(RankingModel model, RankingItems items, LikedRatings ratings, int users, bool readsRatings)
    {
        _model = model;
        _items = items;
        _readings = readsRatings ? 2 : 1;
        _popularity = new float[items.Count];
        for (int item = 0; item < _popularity.Length; item++)
        {
            long popularity = RankingModel.PopularityOf(ratings.LikesOf(item), users);
            _popularity[item] = (float)(popularity / (double)(1L << RankingModel.FractionBits));
        }

        _workspace = new RankingWorkspace(model.Networks);
        _background = RankingBackground.Of(items.Addresses, BlocksOf(ratings));
    }

    /// <summary>The number of features: popularity, then the central models, then each group's likes and ratings.</summary>
    public int Count => FirstGroup + (_readings * _model.Networks.Length);

    /// <summary>The first feature of the groups.</summary>
    public int FirstGroup => 1 + _model.Centrals.Count;

    /// <summary>The number of features of a group.</summary>
    public int ReadingCount => _readings;

    /// <summary>Writes the features of all items for a user.</summary>
    /// <exception cref="InvalidOperationException">A score of a central model is not finite.</exception>
    public void Write(int user, UserRatings log, float[][] rows)
    {
        _popularity.CopyTo(rows[0], 0);
        for (int central = 0; central < _model.Centrals.Count; central++)
        {
            // Items that the model does not know get 0, as when it answers.
            rows[1 + central].AsSpan().Clear();
            Span<float> row = rows[1 + central].AsSpan(0, _model.Centrals[central].ItemCount);
            RankingModel.Score(_model.Centrals[central], log, row);
            for (int item = 0; item < row.Length; item++)
            {
                row[item] = float.IsFinite(row[item])
                    ? (float)RankingModel.Limited(row[item])
                    : throw new InvalidOperationException(FormattableString.Invariant(
                        $"The central model {_model.Centrals[central].GetType().Name} scored item {item} {row[item]} for user {user}. ")
                        + "It must give every item a finite score.");
            }
        }

        for (int network = 0; network < _model.Networks.Length; network++)
        {
            for (int reading = 0; reading < _readings; reading++)
            {
                WriteOdds(network, log, reading == 0 ? new(1, 0) : new(0, 1), rows[FirstGroup + (network * _readings) + reading]);
            }
        }
    }

    private void WriteOdds(int index, UserRatings log, ReadingWeights reading, float[] row)
    {
        LogOddsAddresses addresses = _items.Addresses[index];
        sbyte[] tables = _workspace.Tables[index];
        _workspace.Folds[index].Fill(tables, log, reading, _background[index]);
        float scale = 1f / (LogOddsFold.StepsPerBit * addresses.NodeCount);
        Span<int> sums = stackalloc int[LogOddsAddresses.BlockSize];
        for (int block = 0; block < addresses.BlockCount; block++)
        {
            addresses.Sum(block, tables, sums);
            int start = block * LogOddsAddresses.BlockSize;
            for (int i = 0; i < sums.Length && start + i < row.Length; i++)
            {
                row[start + i] = sums[i] * scale;
            }
        }
    }

    private RankingBlock[] BlocksOf(LikedRatings ratings)
    {
        int[] counts = [.. Enumerable.Range(0, _popularity.Length).Select(ratings.RatingsOf)];
        return [.. counts.Chunk(LogOddsNetwork.BlockSize).Select(block => new RankingBlock([], block, []))];
    }
}
