namespace WeightlessNet.Scenarios;

/// <summary>Opens recommenders as a setting says.</summary>
internal static class Doors
{
    public static Task<IDoor> OpenAsync(Setting setting, IReadOnlyList<Film> films)
    {
        IDoorOpener doors = setting.Keys switch
        {
            KeyKind.Text => new DoorOpener<string>(Scenarios.Keys.Texts),
            KeyKind.Guid => new DoorOpener<Guid>(Scenarios.Keys.Guids),
            KeyKind.Long => new DoorOpener<long>(Scenarios.Keys.Longs),
            _ => new DoorOpener<Code>(Scenarios.Keys.Codes),
        };
        return doors.OpenAsync(setting, films);
    }
}
