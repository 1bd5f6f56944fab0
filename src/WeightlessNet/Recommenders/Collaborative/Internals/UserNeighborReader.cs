using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Answers from the users who rated an item. The similarities of a user are kept until another one is asked about.</summary>
internal sealed class UserNeighborReader(NeighborRatings ratings, NeighborOptions options) : INeighborReader
{
    private NeighborMean _mean = new(options);

    // Of the chosen user: the deviation of each item, NaN where it is not rated, and the similarity of each user, NaN where not yet known.
    private double[] _deviations = [];
    private double[] _similarities = [];
    private int _user = -1;
    private int _version;

    public double DeviationOf(int user, int item)
    {
        if (user >= ratings.Log.UserCount)
        {
            return 0;
        }

        Choose(user);
        UserRatings raters = ratings.RatersOf(item);
        for (int i = 0; i < raters.Length; i++)
        {
            int rater = raters.ItemAt(i);
            double similarity = rater == user ? 0 : SimilarityTo(rater);
            if (similarity > 0)
            {
                _mean.Add(rater, similarity, ratings.DeviationOf(item, raters, i));
            }
        }

        return _mean.Take();
    }

    public void CopyDeviations(int user, Span<double> destination)
    {
        for (int item = 0; item < destination.Length; item++)
        {
            destination[item] = DeviationOf(user, item);
        }
    }

    public void Clear() => (_deviations, _similarities, _user, _mean) = ([], [], -1, new NeighborMean(options));

    private void Choose(int user)
    {
        if (user == _user && ratings.Version == _version)
        {
            return;
        }

        if (_similarities.Length < ratings.Log.UserCount)
        {
            _similarities = new double[ratings.Log.UserCount];
        }

        if (_deviations.Length == 0)
        {
            _deviations = new double[ratings.ItemCount];
        }

        Array.Fill(_similarities, double.NaN);
        Array.Fill(_deviations, double.NaN);
        (_user, _version) = (user, ratings.Version);
        UserRatings entries = ratings.Log.OfUser(user);
        ReadOnlySpan<double> deviations = ratings.DeviationsOf(user);
        for (int entry = 0; entry < deviations.Length; entry++)
        {
            _deviations[entries.ItemAt(entry)] = deviations[entry];
        }
    }

    private double SimilarityTo(int rater)
    {
        double known = _similarities[rater];
        return double.IsNaN(known) ? _similarities[rater] = Similarity(rater) : known;
    }

    private double Similarity(int rater)
    {
        NeighborSums common = default;
        UserRatings entries = ratings.Log.OfUser(rater);
        ReadOnlySpan<double> deviations = ratings.DeviationsOf(rater);
        for (int entry = 0; entry < deviations.Length; entry++)
        {
            double own = _deviations[entries.ItemAt(entry)];
            if (!double.IsNaN(own))
            {
                common.Add(own, deviations[entry]);
            }
        }

        return common.Similarity(options.SimilarityShrinkage);
    }
}
