using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

internal sealed partial class MatrixFactorizationModel
{
    private const int IterationsBeforeFirstPrior = 3;

    // A user's number of ratings is no evidence: there are users of fewer ratings than any who was trained on. Where columns of the catalog
    // tell what a user likes, the user's audience columns add nothing.
    private (EvidenceLayout Users, EvidenceLayout Items) TrainedLayouts =>
        (new(0, 0, _catalog is null ? _options.AudienceFactors : 0), new(1, 0, _options.AudienceFactors));

    /// <summary>Trains on all ratings of the logs for the number of iterations of the options.</summary>
    public void Train(IProgress<double>? progress, CancellationToken cancellationToken) =>
        Train(null, null, _options.Iterations, 1, progress, cancellationToken);

    /// <summary>Trains on all ratings of the logs.</summary>
    /// <param name="shared">
    /// The ratings to train on, in place of those of the logs. Other models use them too, so this one must not learn afterwards.
    /// </param>
    /// <param name="warm">What to begin with of a trained model of the same items, options and catalog; it is only read.</param>
    /// <param name="iterations">How often to go over all ratings.</param>
    /// <param name="parallelism">The most threads; the result does not depend on it.</param>
    /// <param name="progress">Receives the finished part after every iteration.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    public void Train(
        TrainingRatings? shared,
        MatrixFactorizationStart? warm,
        int iterations,
        int parallelism,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ShapeForTraining(shared, warm, cancellationToken);
        SumInOrder();

        warm = warm?.Users.Layout == _users.Layout && warm.Items.Layout == _items.Layout ? warm : null;
        if (warm is null)
        {
            // Few iterations are enough only after a start that fits.
            iterations = _options.Iterations;
        }
        else
        {
            _users.StartFrom(warm.Users);
            _items.StartFrom(warm.Items);
            _noise = warm.Noise;
        }

        ParallelOptions parallel = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            UpdateAll(_users, _items, parallel);
            UpdateAll(_items, _users, parallel);
            if (iteration >= IterationsBeforeFirstPrior || warm is not null)
            {
                UpdatePriors(parallel);
            }

            progress?.Report((iteration + 1.0) / iterations);
        }

        _biases.Train(_users.Log, _items.Log, Target);
    }

    // In the order of the logs, so that rounding does not depend on the order in which the ratings came.
    private void SumInOrder()
    {
        _sum = 0;
        for (int user = 0; user < _users.Log.UserCount; user++)
        {
            foreach (RatedItem entry in _users.Log.OfUser(user))
            {
                _sum += entry.Value;
            }
        }
    }

    // Sides without room for members.
    private (MatrixFactorizationSide Users, MatrixFactorizationSide Items) Sides(
        RatingLog users, RatingLog items, int columns, EvidenceLayout ofUsers, EvidenceLayout ofItems)
    {
        var shape = FactorShape.OfItems(Factors, columns);
        MatrixFactorizationSide userSide = new(users, FactorShape.OfUsers(Factors, columns), ofUsers, _options.PriorDeviation);
        MatrixFactorizationSide itemSide = new(items, shape, ofItems, _options.PriorDeviation);
        return (userSide, itemSide);
    }

    private void Reshape(RatingLog users, RatingLog items, int columns, EvidenceLayout ofUsers, EvidenceLayout ofItems)
    {
        (_users, _items) = Sides(users, items, columns, ofUsers, ofItems);
        EnsureItems();
        if (users.UserCount > 0)
        {
            _users.EnsureMember(users.UserCount - 1);
        }
    }

    private void ShapeForTraining(TrainingRatings? shared, MatrixFactorizationStart? warm, CancellationToken cancellationToken)
    {
        RatingLog users = shared?.ByUser ?? _users.Log;
        RatingLog items = shared?.ByItem ?? _items.Log;
        _biases.EnsureUser(users.UserCount - 1);
        int audience = _options.AudienceFactors;
        if (users.RatingCount == 0 || (audience == 0 && _catalog is null))
        {
            if (shared is not null)
            {
                Reshape(users, items, 0, Averages, Averages);
            }

            return;
        }

        int columns = _catalog is null ? 0 : ItemColumns.CountOf(_catalog);
        (EvidenceLayout ofUsers, EvidenceLayout ofItems) = TrainedLayouts;
        Reshape(users, items, columns, ofUsers, ofItems);
        if (_catalog is not null)
        {
            _items.SetColumns(ItemColumns.Of(_catalog, _items.Log));
        }

        if (shared?.Audience is AudienceFactors trained && trained.FactorCount == audience)
        {
            _audience = Audience.Of(trained, _users, _items);
        }
        else if (audience > 0)
        {
            if (warm?.Audience is not null)
            {
                _items.CopyAudience(warm.Items);
            }

            _audience = Audience.Train(_users, _items, _options.Seed, warm?.Audience, cancellationToken);
        }
    }

    // Each member follows from the other side alone, so that threads may share the members in any way.
    private void UpdateAll(MatrixFactorizationSide side, MatrixFactorizationSide other, ParallelOptions parallel)
    {
        MatrixFactorizationTarget target = Target;
        Parallel.For(
            0,
            side.Log.UserCount,
            parallel,
            () => new MemberScratch(side.Shape),
            (id, _, scratch) =>
            {
                if (!side.Log.OfUser(id).IsEmpty)
                {
                    side.Update(id, other, target, _noise, scratch);
                }

                return scratch;
            },
            _ => { });
    }
}
