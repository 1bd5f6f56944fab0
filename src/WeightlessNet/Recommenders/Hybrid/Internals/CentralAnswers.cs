using System.Buffers;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// A central model's predictions in whole units. A factorization folds the user's current ratings in, so that a rating learned or forgotten
/// since its training shows at once; other recommenders answer as they were trained.
/// </summary>
internal sealed class CentralAnswers : ICentralAnswers
{
    // The weights of a user of many ratings.
    private const int Trusted = 512;

    private readonly CentralModel _model;
    private readonly RatingUnits _units;
    private readonly IFoldInModel?[] _foldIn;
    private readonly int[] _offsets;

    public CentralAnswers(CentralModel model)
    {
        _model = model;
        _units = new RatingUnits(model.Scale);
        _foldIn = new IFoldInModel?[model.ModelCount];
        _offsets = new int[model.ModelCount];
        for (int i = 0; i < _foldIn.Length; i++)
        {
            _foldIn[i] = FoldInOf(model.Models[i]);
            _offsets[i] = StateLength;
            StateLength += _foldIn[i]?.FactorCount ?? 0;
        }
    }

    public int ModelCount => _model.ModelCount;

    public int ItemCount => _model.ItemCount;

    public int StateLength { get; }

    /// <summary>Whether a recommender, once trained, answers for users that it was not trained on.</summary>
    public static bool CanFoldIn(IRecommender? recommender) => recommender is MatrixFactorizationRecommender;

    /// <summary>The fold-in of a recommender that has one. A decorator has none: fold-in would bypass what it overrides.</summary>
    public static IFoldInModel? FoldInOf(IRecommender recommender) => recommender switch
    {
        TrainedFactorization trained => trained.Items,
        MatrixFactorizationRecommender factorization => factorization.FoldInModel,
        _ => null,
    };

    // A model trained here must not answer from ratings that the user has since taken back.
    public int KnownRatingsOf(int model, int user, int currentRatings) =>
        AnswersAsTrained(user) ? Trusted
        : _foldIn[model] is not null ? currentRatings
        : _model.RatingCountOf(user) is int trained ? Math.Min(trained, currentRatings)
        : Trusted;

    public void Prepare(UserBase prepared, UserRatings ratings)
    {
        if (AnswersAsTrained(prepared.User) || ratings.IsEmpty || StateLength == 0)
        {
            return;
        }

        // Clear the user's ratings before others rent the memory.
        RatedItem[] rated = ArrayPool<RatedItem>.Shared.Rent(ratings.Length);
        try
        {
            ratings.CopyTo(rated);
            for (int model = 0; model < _foldIn.Length; model++)
            {
                if (prepared.Asks(model) && _foldIn[model] is IFoldInModel foldIn)
                {
                    foldIn.FoldIn(rated.AsSpan(0, ratings.Length), prepared.State.AsSpan(_offsets[model], foldIn.FactorCount));
                }
            }
        }
        finally
        {
            ArrayPool<RatedItem>.Shared.Return(rated, clearArray: true);
        }
    }

    public int Of(int model, int user, ReadOnlySpan<double> state, int item)
    {
        double rating = _foldIn[model] is IFoldInModel foldIn && !AnswersAsTrained(user)
            ? foldIn.Predict(state.Slice(_offsets[model], foldIn.FactorCount), item)
            : CentralModel.Predict(_model.Models[model], user, item);
        return _units.FromRating((float)rating);
    }

    public void Fill(int model, int user, ReadOnlySpan<double> state, Span<int> answers)
    {
        if (_foldIn[model] is not IFoldInModel foldIn || AnswersAsTrained(user))
        {
            for (int item = 0; item < answers.Length; item++)
            {
                answers[item] = _units.FromRating((float)CentralModel.Predict(_model.Models[model], user, item));
            }

            return;
        }

        double[] ratings = ArrayPool<double>.Shared.Rent(answers.Length);
        try
        {
            foldIn.Predict(state.Slice(_offsets[model], foldIn.FactorCount), ratings.AsSpan(0, answers.Length));
            for (int item = 0; item < answers.Length; item++)
            {
                answers[item] = _units.FromRating((float)ratings[item]);
            }
        }
        finally
        {
            // The ratings tell of the user.
            ArrayPool<double>.Shared.Return(ratings, clearArray: true);
        }
    }

    // A model that was trained elsewhere knows its own users better than by their ratings here.
    private bool AnswersAsTrained(int user) => _model.KnewBefore(user);
}
