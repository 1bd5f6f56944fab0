using System.Runtime.InteropServices;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// Answers from the items that a user rated. A list takes one walk over the ratings of all users who rated one of these items; it gives
/// every item the same score as a question about that item alone.
/// </summary>
internal sealed class ItemNeighborReader(NeighborRatings ratings, NeighborOptions options) : INeighborReader
{
    private NeighborMean _mean = new(options);

    // Scratch memory of a question about one item: the deviation of each user's rating of it, NaN where there is none.
    private double[] _ofUsers = [];

    // Scratch memory of a list: what each item has in common with the present rated item, the items that have anything, and
    // their similarities.
    private NeighborSums[] _common = [];
    private int[] _touched = [];
    private double[] _similarities = [];

    // Of each item the sum over its neighbors, and of items that have too many the most similar ones.
    private Sum[] _sums = [];
    private Neighbor[] _nearest = [];
    private int _nearestCount;

    public double DeviationOf(int user, int item)
    {
        UserRatings raters = ratings.RatersOf(item);
        if (item >= ratings.ItemCount || raters.IsEmpty)
        {
            return 0;
        }

        Spread(item, raters);
        UserRatings entries = ratings.Log.OfUser(user);
        ReadOnlySpan<double> deviations = ratings.DeviationsOf(user);
        for (int entry = 0; entry < deviations.Length; entry++)
        {
            int rated = entries.ItemAt(entry);
            if (rated != item)
            {
                _mean.Add(rated, SimilarityTo(rated), deviations[entry]);
            }
        }

        for (int i = 0; i < raters.Length; i++)
        {
            _ofUsers[raters.ItemAt(i)] = double.NaN;
        }

        return _mean.Take();
    }

    public void CopyDeviations(int user, Span<double> destination)
    {
        SumNeighbors(user);
        for (int item = 0; item < destination.Length; item++)
        {
            destination[item] = MeanOf(item);
        }

        // Nothing of the user stays.
        Array.Clear(_sums);
        Array.Clear(_touched);
        Array.Clear(_similarities);
        _nearest.AsSpan(0, _nearestCount).Clear();
        _nearestCount = 0;
    }

    public void Clear()
    {
        _ofUsers = [];
        _mean = new NeighborMean(options);
    }

    private void Spread(int item, in UserRatings raters)
    {
        if (_ofUsers.Length < ratings.Log.UserCount)
        {
            _ofUsers = new double[ratings.Log.UserCount];
            Array.Fill(_ofUsers, double.NaN);
        }

        for (int i = 0; i < raters.Length; i++)
        {
            _ofUsers[raters.ItemAt(i)] = ratings.DeviationOf(item, raters, i);
        }
    }

    private double SimilarityTo(int rated)
    {
        NeighborSums common = default;
        UserRatings raters = ratings.RatersOf(rated);
        for (int i = 0; i < raters.Length; i++)
        {
            double own = _ofUsers[raters.ItemAt(i)];
            if (!double.IsNaN(own))
            {
                common.Add(own, ratings.DeviationOf(rated, raters, i));
            }
        }

        return common.Similarity(options.SimilarityShrinkage);
    }

    // The most similar neighbors of an item are chosen on a second walk, since few users have rated enough that any item has too many.
    private void SumNeighbors(int user)
    {
        if (_sums.Length == 0)
        {
            _common = new NeighborSums[ratings.ItemCount];
            _touched = new int[ratings.ItemCount + 1];
            _similarities = new double[ratings.ItemCount];
            _sums = new Sum[ratings.ItemCount];
        }

        int most = 0;
        UserRatings entries = ratings.Log.OfUser(user);
        ReadOnlySpan<double> deviations = ratings.DeviationsOf(user);
        for (int entry = 0; entry < deviations.Length; entry++)
        {
            int rated = entries.ItemAt(entry);
            int count = Compare(rated);
            for (int i = 0; i < count; i++)
            {
                Neighbor neighbor = new(rated, _similarities[i], deviations[entry]);
                most = Math.Max(most, Add(ref _sums[_touched[i]], neighbor));
            }
        }

        if (most > options.Neighbors)
        {
            ChooseNearest(user);
        }
    }

    // The most similar neighbors are chosen on a second walk, since few users have rated so much that any item has too many.
    private void ChooseNearest(int user)
    {
        for (int item = 0; item < _sums.Length; item++)
        {
            ref Sum sum = ref _sums[item];
            if (sum.Count > options.Neighbors)
            {
                sum = new Sum { Nearest = Reserve(), Chooses = true };
            }
        }

        UserRatings entries = ratings.Log.OfUser(user);
        ReadOnlySpan<double> deviations = ratings.DeviationsOf(user);
        for (int entry = 0; entry < deviations.Length; entry++)
        {
            int rated = entries.ItemAt(entry);
            int count = Compare(rated);
            for (int i = 0; i < count; i++)
            {
                ref Sum sum = ref _sums[_touched[i]];
                if (sum.Chooses)
                {
                    KeepNearest(ref sum, new Neighbor(rated, _similarities[i], deviations[entry]));
                }
            }
        }
    }

    // Compares a rated item with all others that have a rater in common with it. Returns how many are similar to it: the first of
    // `_touched`, with their similarities.
    private int Compare(int rated)
    {
        int count = 0;
        UserRatings raters = ratings.RatersOf(rated);
        for (int i = 0; i < raters.Length; i++)
        {
            int rater = raters.ItemAt(i);
            UserRatings entries = ratings.Log.OfUser(rater);
            ReadOnlySpan<double> deviations = ratings.DeviationsOf(rater);
            double own = deviations[ratings.Log.IndexOf(rater, rated)];
            for (int entry = 0; entry < deviations.Length; entry++)
            {
                int item = entries.ItemAt(entry);
                ref NeighborSums common = ref _common[item];
                _touched[count] = item;
                count += common.Count == 0 ? 1 : 0;
                common.Add(deviations[entry], own);
            }
        }

        // Without branches on the signs: the processor cannot predict them.
        _common[rated] = default;
        int similar = 0;
        for (int i = 0; i < count; i++)
        {
            int item = _touched[i];
            double similarity = _common[item].Similarity(options.SimilarityShrinkage);
            _common[item] = default;
            _touched[similar] = item;
            _similarities[similar] = similarity;
            similar += similarity > 0 ? 1 : 0;
        }

        return similar;
    }

    // Returns how many there are now.
    private int Add(ref Sum sum, in Neighbor neighbor)
    {
        sum.Weight = sum.Count == 0 ? options.PredictionShrinkage : sum.Weight;
        sum.Weighted += neighbor.Similarity * neighbor.Deviation;
        sum.Weight += neighbor.Similarity;
        return ++sum.Count;
    }

    private double MeanOf(int item)
    {
        Sum sum = _sums[item];
        if (sum.Chooses)
        {
            Span<Neighbor> nearest = NearestOf(sum);
            nearest.Sort();
            sum = default;
            foreach (ref readonly Neighbor neighbor in nearest)
            {
                Add(ref sum, neighbor);
            }
        }

        return sum.Count == 0 ? 0 : sum.Weighted / sum.Weight;
    }

    // Neighbors come in the order of their ids, so one that is as similar as the least similar one kept does not replace it.
    private void KeepNearest(ref Sum sum, in Neighbor neighbor)
    {
        Span<Neighbor> nearest = NearestOf(sum);
        if (sum.Count < nearest.Length)
        {
            nearest[sum.Count++] = neighbor;
        }
        else if (neighbor.Similarity > nearest[sum.Least].Similarity)
        {
            nearest[sum.Least] = neighbor;
        }
        else
        {
            return;
        }

        if (sum.Count == nearest.Length)
        {
            int least = 0;
            for (int i = 1; i < nearest.Length; i++)
            {
                least = nearest[i].CompareTo(nearest[least]) > 0 ? i : least;
            }

            sum.Least = least;
        }
    }

    private Span<Neighbor> NearestOf(in Sum sum) => _nearest.AsSpan(sum.Nearest, options.Neighbors);

    private int Reserve()
    {
        int start = _nearestCount;
        _nearestCount = checked(start + options.Neighbors);
        if (_nearestCount > _nearest.Length)
        {
            Array.Resize(ref _nearest, (int)Math.Clamp(2L * _nearest.Length, _nearestCount, Array.MaxLength));
        }

        return start;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Sum
    {
        public double Weighted;
        public double Weight;
        public int Count;

        // Where the most similar neighbors are kept if there are too many, and the position among them of the least similar one.
        public int Nearest;
        public int Least;
        public bool Chooses;
    }
}
