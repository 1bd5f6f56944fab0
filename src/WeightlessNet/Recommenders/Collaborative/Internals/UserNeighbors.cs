using System.Runtime.InteropServices;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The neighbors are users who have rated the item, by how alike they rate all items.</summary>
/// <remarks>
/// The similarities of one user are kept until another user is asked about or a rating changes. It has scratch memory and is not safe for
/// concurrent use.
/// </remarks>
internal sealed class UserNeighbors(NeighborRatings ratings, RatingScale scale, NeighborOptions options) : INeighbors
{
    private const double Unknown = -1;

    private readonly double[] _rests = CreateRests(ratings.ItemCount);
    private readonly List<Neighbor> _neighbors = [];
    private readonly List<int> _asked = [];
    private double[] _similarities = [];
    private int[] _own = [];
    private int _user = -1;
    private long _version;

    public double Score(int user, int item)
    {
        ratings.Refresh();
        double units = ratings.BaseOf(user, item);
        if (user < ratings.Log.UserCount)
        {
            Choose(user);
            units += item < ratings.ItemCount ? Deviation(item) : Neighbor.MeanRest([], options);
        }

        return RatingMeans.ToUnclampedRating(units, scale);
    }

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, Score(user, item));
            }
        }
    }

    private static double[] CreateRests(int items)
    {
        double[] rests = new double[items];
        Array.Fill(rests, double.NaN);
        return rests;
    }

    // Writes the user's deviations to the places of their items; all other places are NaN.
    private void Choose(int user)
    {
        if (user == _user && _version == ratings.Version)
        {
            return;
        }

        foreach (int item in _own)
        {
            _rests[item] = double.NaN;
        }

        foreach (int other in _asked)
        {
            _similarities[other] = Unknown;
        }

        int length = _similarities.Length;
        if (length < ratings.Log.UserCount)
        {
            Array.Resize(ref _similarities, Math.Max(ratings.Log.UserCount, length + (length / 8)));
            _similarities.AsSpan(length).Fill(Unknown);
        }

        _asked.Clear();
        (_user, _version) = (user, ratings.Version);
        NeighborRow row = ratings.RowOf(user);
        _own = row.Items.ToArray();
        for (int i = 0; i < _own.Length; i++)
        {
            _rests[_own[i]] = row.Rests[i];
        }
    }

    private double Deviation(int item)
    {
        _neighbors.Clear();
        foreach (RatedItem rating in ratings.ByItem.OfUser(item))
        {
            int other = rating.Item;
            double similarity = other == _user ? 0 : SimilarityTo(other);
            if (similarity > 0)
            {
                double rest = ratings.RestOf(rating.Value, ratings.RowOf(other).Bias, item);
                _neighbors.Add(new Neighbor(similarity, other, rest));
            }
        }

        return Neighbor.MeanRest(CollectionsMarshal.AsSpan(_neighbors), options);
    }

    private double SimilarityTo(int other)
    {
        ref double similarity = ref _similarities[other];
        if (similarity == Unknown)
        {
            NeighborRow row = ratings.RowOf(other);
            CommonRatings common = default;
            for (int i = 0; i < row.Items.Length; i++)
            {
                double rest = _rests[row.Items[i]];
                if (!double.IsNaN(rest))
                {
                    common.Add(rest, row.Rests[i]);
                }
            }

            similarity = common.Similarity(options.SimilarityShrinkage);
            _asked.Add(other);
        }

        return similarity;
    }
}
