using System.Runtime.InteropServices;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The neighbors are items that the user has rated, by how alike all users rate them.</summary>
/// <remarks>
/// For a list, one pass over the ratings of those who have rated an item of the user's gives its similarities to all items at once. It has
/// scratch memory and is not safe for concurrent use.
/// </remarks>
internal sealed class ItemNeighbors(NeighborRatings ratings, RatingScale scale, NeighborOptions options) : INeighbors
{
    private readonly CommonRatings[] _common = new CommonRatings[ratings.ItemCount];
    private readonly int[] _ends = new int[ratings.ItemCount];
    private readonly List<int> _linked = [];
    private readonly List<(int Item, int Rated, double Similarity)> _found = [];
    private readonly List<Neighbor> _neighbors = [];
    private readonly List<int> _raters = [];
    private Neighbor[] _sorted = [];
    private double[] _rests = [];
    private int _item = -1;
    private long _version;

    public double Score(int user, int item)
    {
        ratings.Refresh();
        double units = ratings.BaseOf(user, item);
        if (item < ratings.ItemCount && user < ratings.Log.UserCount)
        {
            Choose(item);
            _neighbors.Clear();
            NeighborRow row = ratings.RowOf(user);
            for (int rated = 0; rated < row.Items.Length; rated++)
            {
                int other = row.Items[rated];
                double similarity = other == item ? 0 : SimilarityTo(other);
                if (similarity > 0)
                {
                    _neighbors.Add(new Neighbor(similarity, other, row.Rests[rated]));
                }
            }

            units += Neighbor.MeanRest(CollectionsMarshal.AsSpan(_neighbors), options);
        }

        return RatingMeans.ToUnclampedRating(units, scale);
    }

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        ratings.Refresh();
        _ends.AsSpan().Clear();
        if (user < ratings.Log.UserCount)
        {
            FindNeighbors(ratings.RowOf(user));
        }

        for (int item = 0; item < _ends.Length; item++)
        {
            if (!unavailable.Contains(item))
            {
                int start = item == 0 ? 0 : _ends[item - 1];
                double deviation = Neighbor.MeanRest(_sorted.AsSpan(start.._ends[item]), options);
                best.Offer(item, RatingMeans.ToUnclampedRating(ratings.BaseOf(user, item) + deviation, scale));
            }
        }
    }

    // Writes the neighbors of the first item, by rising id, of the second ..., and where those of each item end.
    private void FindNeighbors(NeighborRow row)
    {
        _found.Clear();
        for (int rated = 0; rated < row.Items.Length; rated++)
        {
            SumCommon(row.Items[rated]);
            foreach (int item in _linked)
            {
                double similarity = item == row.Items[rated] ? 0 : _common[item].Similarity(options.SimilarityShrinkage);
                _common[item] = default;
                if (similarity > 0)
                {
                    _found.Add((item, rated, similarity));
                    _ends[item]++;
                }
            }

            _linked.Clear();
        }

        int end = 0;
        for (int item = 0; item < _ends.Length; item++)
        {
            (_ends[item], end) = (end, end + _ends[item]);
        }

        if (_sorted.Length < _found.Count)
        {
            _sorted = new Neighbor[_found.Count + (_found.Count / 8)];
        }

        foreach ((int item, int rated, double similarity) in _found)
        {
            _sorted[_ends[item]++] = new Neighbor(similarity, row.Items[rated], row.Rests[rated]);
        }
    }

    // Sums over the ratings that an item has in common with each item, in the order of users.
    private void SumCommon(int item)
    {
        UserRatings raters = ratings.ByItem.OfUser(item);
        for (int rater = 0; rater < raters.Length; rater++)
        {
            NeighborRow row = ratings.RowOf(raters.ItemAt(rater));
            ReadOnlySpan<int> items = row.Items;
            ReadOnlySpan<double> rests = row.Rests;
            double own = row.RestOf(item);
            for (int rated = 0; rated < items.Length; rated++)
            {
                ref CommonRatings common = ref _common[items[rated]];
                if (common.Count == 0)
                {
                    _linked.Add(items[rated]);
                }

                common.Add(own, rests[rated]);
            }
        }
    }

    // Writes the deviations of an item's ratings to the places of their users; all other places are NaN.
    private void Choose(int item)
    {
        if (item == _item && _version == ratings.Version)
        {
            return;
        }

        foreach (int user in _raters)
        {
            _rests[user] = double.NaN;
        }

        int length = _rests.Length;
        if (length < ratings.Log.UserCount)
        {
            Array.Resize(ref _rests, Math.Max(ratings.Log.UserCount, length + (length / 8)));
            _rests.AsSpan(length).Fill(double.NaN);
        }

        _raters.Clear();
        (_item, _version) = (item, ratings.Version);
        foreach (RatedItem rating in ratings.ByItem.OfUser(item))
        {
            _raters.Add(rating.Item);
            _rests[rating.Item] = ratings.RestOf(rating.Value, ratings.RowOf(rating.Item).Bias, item);
        }
    }

    private double SimilarityTo(int other)
    {
        UserRatings raters = ratings.ByItem.OfUser(other);
        CommonRatings common = default;
        for (int rater = 0; rater < raters.Length; rater++)
        {
            int user = raters.ItemAt(rater);
            double rest = _rests[user];
            if (!double.IsNaN(rest))
            {
                common.Add(rest, ratings.RestOf(raters[rater].Value, ratings.RowOf(user).Bias, other));
            }
        }

        return common.Similarity(options.SimilarityShrinkage);
    }
}
