using System.Collections.Concurrent;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>A copy of the item side of a matrix factorization.</summary>
internal sealed partial class FoldInModel : IFoldInModel
{
    // The more passes, the closer to the solution for all factors at once. Their time does not depend on the number of ratings.
    private const int Passes = 8;

    private readonly MatrixFactorizationTarget _target;
    private readonly double _noise;
    private readonly double _userShrinkage;
    private readonly FactorShape _users;
    private readonly FactorPrior _prior;
    private readonly EvidenceLayout _layout;
    private readonly EvidenceLayout _itemLayout;
    private readonly Audience? _audience;
    private readonly bool[] _isKnown;
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly double[] _evidence;
    private readonly double[] _biases;
    private readonly double[] _newItem;
    private readonly double _newcomer;
    private readonly ConcurrentBag<Scratch> _scratch = [];

    /// <summary>Copies a state that no other thread changes meanwhile.</summary>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="target">What the factors have to explain.</param>
    /// <param name="noise">The variance of the part of a rating that factors do not explain.</param>
    /// <param name="users">The users, of whom only the prior is copied.</param>
    /// <param name="items">The items.</param>
    /// <param name="audience">The audience columns, if any.</param>
    /// <param name="biases">The plain biases.</param>
    /// <param name="userShrinkage">How many ratings are added to a user's own for the bias; 0 if biases have no share in answers.</param>
    public FoldInModel(
        RatingScale scale,
        MatrixFactorizationTarget target,
        double noise,
        MatrixFactorizationSide users,
        MatrixFactorizationSide items,
        Audience? audience,
        ShrunkBiases biases,
        double userShrinkage)
    {
        (Scale, _target, _noise, _userShrinkage) = (scale, target, noise, userShrinkage);
        (_users, _layout, _itemLayout) = (users.Shape, users.Layout, items.Layout);
        _prior = users.Prior.Copy();
        _audience = users.Layout.AudienceColumns > 0 ? audience : null;
        _biases = biases.Items.ToArray();
        _newcomer = biases.Newcomer;
        _means = items.Means[..(_biases.Length * _users.Stride)].ToArray();
        _squares = items.Squares[.._means.Length].ToArray();
        _evidence = _audience is null ? [] : items.Evidence[..(_biases.Length * _itemLayout.Stride)].ToArray();
        _isKnown = new bool[_biases.Length];
        for (int item = 0; item < _isKnown.Length; item++)
        {
            _isKnown[item] = !items.Log.OfUser(item).IsEmpty;
            if (!_isKnown[item])
            {
                items.FactorsOf(item).CopyTo(_means.AsSpan(item * _users.Stride));
            }
        }

        _newItem = items.Prior.Newcomer.ToArray();
    }

    private FoldInModel(
        RatingScale scale,
        MatrixFactorizationTarget target,
        (double Noise, double UserShrinkage) numbers,
        (FactorShape Shape, FactorPrior Prior, EvidenceLayout Layout) users,
        (EvidenceLayout Layout, bool[] AreKnown, double[] Means, double[] Squares, double[] Evidence) items,
        (double[] OfItems, double[] NewItem, double Newcomer) rest,
        Audience? audience)
    {
        (Scale, _target, _audience) = (scale, target, audience);
        (_noise, _userShrinkage) = numbers;
        (_users, _prior, _layout) = users;
        (_itemLayout, _isKnown, _means, _squares, _evidence) = items;
        (_biases, _newItem, _newcomer) = rest;
    }

    /// <summary>The number of items.</summary>
    public int ItemCount => _biases.Length;

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    public int FactorCount => _users.Stride + 2;

    /// <summary>Where the share of the factors in the answer is among the numbers of a user.</summary>
    public int ShareAt => _users.Stride;

    /// <summary>Where the bias of the user is among these numbers.</summary>
    public int BiasAt => _users.Stride + 1;

    private double ShrinkageOfBias => _userShrinkage == 0 ? LearnedShrinkage.Usual : _userShrinkage;

    public void FoldIn(ReadOnlySpan<RatedItem> ratings, Span<double> userFactors)
    {
        Scratch scratch = _scratch.TryTake(out Scratch? used) ? used : new Scratch(_users.Stride, _layout);
        int count = scratch.Take(ratings, _isKnown);
        Span<double> means = userFactors[.._users.Stride];
        userFactors[ShareAt] = ShrunkBiases.ShareOfFactors(count, _userShrinkage);
        userFactors[BiasAt] = _newcomer;
        if (count == 0)
        {
            _prior.Newcomer.CopyTo(means);
        }
        else
        {
            ReadOnlySpan<int> items = scratch.Items.AsSpan(0, count);
            Span<double> targets = scratch.Targets.AsSpan(0, count);
            double bias = 0;
            for (int entry = 0; entry < count; entry++)
            {
                targets[entry] = _target.Of(targets[entry]);
                bias += targets[entry] - _biases[items[entry]];
            }

            userFactors[BiasAt] = ShrunkBiases.UserBias(bias, count, _newcomer, ShrinkageOfBias);
            Solve(scratch, items, targets, means);
        }

        // Nothing of the user stays.
        scratch.Clear(count);
        _scratch.Add(scratch);
    }

    public double Predict(ReadOnlySpan<double> userFactors, int item) => item < _biases.Length
        ? Predict(userFactors, _means.AsSpan(item * _users.Stride, _users.Stride), _biases[item])
        : Predict(userFactors, _newItem, 0);

    public void Predict(ReadOnlySpan<double> userFactors, Span<double> ratings)
    {
        for (int item = 0; item < ratings.Length; item++)
        {
            ratings[item] = Predict(userFactors, item);
        }
    }

    private double Predict(ReadOnlySpan<double> userFactors, ReadOnlySpan<double> item, double itemBias)
    {
        double share = userFactors[ShareAt];
        double explained = OuterProducts.Dot(userFactors[.._users.Stride], item);
        return Scale.Clamp(_target.RatingOf((share * explained) + ((1 - share) * (userFactors[BiasAt] + itemBias))));
    }

    private void Solve(Scratch scratch, ReadOnlySpan<int> items, ReadOnlySpan<double> targets, Span<double> means)
    {
        scratch.System.Sum(_means, _squares, _users.Stride, items, targets);
        Span<double> evidence = scratch.Evidence;
        _layout.Set(evidence, items.Length, scratch.System.ProductsOf(_users.Bias), _users.Bias);
        if (_audience is Audience audience)
        {
            Span<double> columns = evidence.Slice(_layout.AudienceAt, _layout.AudienceColumns);
            scratch.Audience!.Solve(audience.Users, audience.Items, _evidence, _itemLayout, items, columns);
        }

        _prior.Predict(evidence, scratch.PriorMean);
        scratch.PriorMean.CopyTo(means);
        means[_users.Constant] = 1;
        scratch.System.Solve(_users.Solved, scratch.PriorMean, _prior.Precision, _noise, Passes, means, scratch.Squares);
    }

    private sealed class Scratch(int stride, EvidenceLayout layout)
    {
        public int[] Items { get; private set; } = [];

        public double[] Targets { get; private set; } = [];

        public double[] Evidence { get; } = new double[layout.Stride];

        public double[] PriorMean { get; } = new double[stride];

        public double[] Squares { get; } = new double[stride];

        public FactorSystem System { get; } = new(stride);

        public AudienceSystem? Audience { get; } = layout.AudienceColumns > 0 ? new(layout.AudienceColumns) : null;

        /// <summary>Clears what the last user left.</summary>
        public void Clear(int count)
        {
            Items.AsSpan(0, count).Clear();
            Targets.AsSpan(0, count).Clear();
            Array.Clear(Evidence);
            Array.Clear(PriorMean);
            Array.Clear(Squares);
            System.Clear();
            Audience?.Clear();
        }

        // Takes the ratings of known items, in the order of the items.
        public int Take(ReadOnlySpan<RatedItem> ratings, bool[] isKnown)
        {
            if (Items.Length < ratings.Length)
            {
                Items = new int[Math.Max(ratings.Length, 2 * Items.Length)];
                Targets = new double[Items.Length];
            }

            int count = 0;
            int before = -1;
            bool isSorted = true;
            foreach (RatedItem rated in ratings)
            {
                if ((uint)rated.Item < (uint)isKnown.Length && isKnown[rated.Item])
                {
                    isSorted &= rated.Item > before;
                    before = rated.Item;
                    Items[count] = rated.Item;
                    Targets[count++] = rated.Value;
                }
            }

            if (!isSorted)
            {
                Items.AsSpan(0, count).Sort(Targets.AsSpan(0, count));
            }

            return count;
        }
    }
}
