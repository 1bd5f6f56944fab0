using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A central model's predictions in whole units.</summary>
internal sealed class CentralAnswers : ICentralAnswers
{
    // The weights of a user of many ratings.
    private const int Trusted = 512;

    private readonly CentralModel _model;
    private readonly RatingUnits _units;

    public CentralAnswers(CentralModel model)
    {
        _model = model;
        _units = new RatingUnits(model.Scale);
    }

    public int ModelCount => _model.ModelCount;

    public int StateLength => 0;

    // A model trained here must not answer from ratings that the user has since taken back.
    public int KnownRatingsOf(int user, int currentRatings) =>
        _model.RatingCountOf(user) is int trained ? Math.Min(trained, currentRatings) : Trusted;

    public void Prepare(int user, UserRatings ratings, Span<double> state)
    {
    }

    public int Of(int model, int user, ReadOnlySpan<double> state, int item) =>
        _units.FromRating((float)CentralModel.Predict(_model.Models[model], user, item));

    public void Fill(int model, int user, ReadOnlySpan<double> state, Span<int> answers)
    {
        for (int item = 0; item < answers.Length; item++)
        {
            answers[item] = Of(model, user, state, item);
        }
    }
}
