namespace WeightlessNet.Scenarios;

/// <summary>Opens recommenders with keys of one type.</summary>
internal interface IDoorOpener
{
    Task<IDoor> OpenAsync(Setting setting, IReadOnlyList<Film> films);
}
