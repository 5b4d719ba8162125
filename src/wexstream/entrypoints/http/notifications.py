"""What one was told: /api/notifications, /api/counters."""

from uuid import UUID

from litestar import Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_204_NO_CONTENT

from wexstream.domain.model import errors
from wexstream.domain.model.ids import NotificationId
from wexstream.domain.usecases.notifications import Notifications
from wexstream.entrypoints.http.dependencies import Asking, ByTime, Given
from wexstream.entrypoints.http.messages import Mark
from wexstream.entrypoints.http.pages import NotificationsPage, next_cursor
from wexstream.entrypoints.http.problems import ACTIVE, BODY, WRITE, refusals
from wexstream.ports import views


@get(
    "/notifications",
    operation_id="listNotifications",
    summary="List notifications",
    responses=refusals(*ACTIVE),
)
async def list_notifications(
    viewer: Asking, times: ByTime, notifications: Given[Notifications]
) -> NotificationsPage:
    """List what one was told, newest first."""
    page = await notifications.list(viewer, times)
    return NotificationsPage(items=page.items, next_cursor=next_cursor(page))


@get(
    "/notifications/{notification_id:uuid}",
    operation_id="getNotification",
    summary="See a notification",
    responses=refusals(*ACTIVE, errors.NotFound),
)
async def get_notification(
    viewer: Asking, notification_id: FromPath[UUID], notifications: Given[Notifications]
) -> views.Notification:
    """See one notification."""
    return await notifications.show(viewer, NotificationId(notification_id))


@patch(
    "/notifications/{notification_id:uuid}",
    operation_id="markNotification",
    summary="Mark a notification",
    responses=refusals(*ACTIVE, errors.NotFound, *BODY),
)
async def mark_notification(
    data: JSONBody[Mark], viewer: Asking, notification_id: FromPath[UUID], notifications: Given[Notifications]
) -> views.Notification:
    """Mark one as read or unread."""
    name = NotificationId(notification_id)
    await notifications.mark(viewer, name, read=data.read)
    return await notifications.show(viewer, name)


@post(
    "/notifications/read-all",
    operation_id="markAllNotificationsRead",
    summary="Mark all as read",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*ACTIVE, *WRITE),
)
async def mark_all_read(viewer: Asking, notifications: Given[Notifications]) -> None:
    """Mark all of one's notifications as read."""
    await notifications.mark_all_read(viewer)


@delete(
    "/notifications/{notification_id:uuid}",
    operation_id="deleteNotification",
    summary="Delete a notification",
    responses=refusals(*ACTIVE, errors.NotFound, *WRITE),
)
async def delete_notification(
    viewer: Asking, notification_id: FromPath[UUID], notifications: Given[Notifications]
) -> None:
    """Delete one."""
    await notifications.delete(viewer, NotificationId(notification_id))


@delete(
    "/notifications",
    operation_id="deleteAllNotifications",
    summary="Delete all notifications",
    responses=refusals(*ACTIVE, *WRITE),
)
async def delete_all_notifications(viewer: Asking, notifications: Given[Notifications]) -> None:
    """Delete all of one's notifications."""
    await notifications.delete_all(viewer)


@get("/counters", operation_id="getCounters", summary="Count what is unread", responses=refusals(*ACTIVE))
async def get_counters(viewer: Asking, notifications: Given[Notifications]) -> views.Counters:
    """Count unread messages and notifications, and open requests to connect."""
    return await notifications.count(viewer)


router = Router(
    "/api",
    route_handlers=[
        list_notifications,
        get_notification,
        mark_notification,
        mark_all_read,
        delete_notification,
        delete_all_notifications,
        get_counters,
    ],
    tags=["Notifications"],
)
