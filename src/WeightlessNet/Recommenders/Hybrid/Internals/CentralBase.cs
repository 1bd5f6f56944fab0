using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A central model's predictions in whole units.</summary>
internal sealed class CentralBase : IRatingBase
{
    private readonly CentralModel _model;
    private readonly RatingUnits _units;

    public CentralBase(CentralModel model)
    {
        _model = model;
        _units = new RatingUnits(model.Scale);
    }

    public int? RatingCountOf(int user) => _model.RatingCountOf(user);

    public int Of(int user, int item) => _units.FromRating((float)_model.Predict(user, item));

    public int OutOfFold(int user, int item) => _units.FromRating((float)_model.PredictOutOfFold(user, item));

    public void Fill(int user, Span<int> answers)
    {
        for (int item = 0; item < answers.Length; item++)
        {
            answers[item] = Of(user, item);
        }
    }
}
